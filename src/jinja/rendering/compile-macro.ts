import type { CallBlockNode, MacroNode, Parameter, Statement } from '../language/nodes.ts';
import { failSyntax } from '../language/syntax-error.ts';
import type { Value } from '../values/object.ts';
import { undefinedBecause } from '../values/undefined.ts';
import { readNames } from './children.ts';
import { compileCall, compileExpression } from './compile-expression.ts';
import type { Frame } from './frame.ts';
import { Macro, type MacroShape } from './macro.ts';
import { analyzeMacro, newActivation, type Slot } from './scope.ts';
import { compileEntry, type Execute, innerSite, inOrder, type Site, slotWriter } from './site.ts';

type CompileBody = (site: Site, body: readonly Statement[]) => Execute;

interface Definition {
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly line: number;
}

/** Macros and call blocks: bodies that run later, when and as often as they are called. */
export function compileMacro(site: Site, node: MacroNode, compileBody: CompileBody): Execute {
  const make = compileDefinition(site, node, compileBody);
  const slot = site.scope.find(node.name);
  const write = slot && slotWriter(slot);
  return (frame) => {
    const macro = make(frame);
    write?.(frame, macro);
    if (site.isTopLevel) frame.context.exported.set(node.name, macro);
  };
}

export function compileCallBlock(site: Site, node: CallBlockNode, compileBody: CompileBody): (frame: Frame) => Value {
  const make = compileDefinition(site, { ...node, name: undefined }, compileBody);
  return compileCall(site, node.call, (frame) => [['caller', make(frame)]]);
}

function compileDefinition(site: Site, node: Definition, compileBody: CompileBody): (frame: Frame) => Macro {
  const activation = newActivation(site.scope.activation);
  const inner = innerSite(site, activation);
  analyzeMacro(inner.scope, node.parameters, node.body);
  const special = specialParameters(node);
  const slots = [...node.parameters.map(({ name }) => name), ...special].map((name) =>
    node.parameters.some((known) => known.name === name) ? inner.scope.find(name) : inner.scope.declare(name),
  );
  const enter = compileEntry(inner);
  const defaults = inOrder(node.parameters.map((parameter) => compileDefault(inner, parameter)));
  const body = compileBody(inner, node.body);
  const shape = shapeOf(node, special);
  return (outer) =>
    new Macro(shape, outer, (values) => {
      const frame = outer.inner(activation.size);
      fill(frame, slots, values);
      return frame.render.capture(() => {
        enter(frame);
        defaults(frame);
        body(frame);
      });
    });
}

function fill(frame: Frame, slots: readonly (Slot | undefined)[], values: readonly (Value | undefined)[]): void {
  slots.forEach((slot, index) => {
    if (slot) frame.slots[slot.index] = values[index];
  });
}

/** `caller`, `kwargs` and `varargs`, as far as the body reads them and the macro does not declare them itself. */
function specialParameters({ parameters, body, line }: Definition): readonly string[] {
  const read = readNames(body, ['caller', 'kwargs', 'varargs']);
  const caller = parameters.find((parameter) => parameter.name === 'caller');
  if (read.has('caller') && caller && !caller.fallback) {
    failSyntax(
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      line,
      'TemplateAssertionError',
    );
  }
  return ['caller', 'kwargs', 'varargs'].filter(
    (name) => read.has(name) && !parameters.some((parameter) => parameter.name === name),
  );
}

function shapeOf({ name, parameters }: Definition, special: readonly string[]): MacroShape {
  return {
    name,
    parameters: parameters.map((parameter) => parameter.name),
    takesCaller: special.includes('caller'),
    takesNamed: special.includes('kwargs'),
    takesRest: special.includes('varargs'),
  };
}

/** A parameter that was not given takes its default, which may read the ones before it. */
function compileDefault(site: Site, { name, fallback }: Parameter): Execute {
  const slot = site.scope.find(name);
  if (!slot) return () => {};
  const value = fallback
    ? compileExpression(site, fallback)
    : () => undefinedBecause(`parameter '${name}' was not provided`);
  return (frame) => {
    if (frame.slots[slot.index] === undefined) frame.slots[slot.index] = value(frame);
  };
}
