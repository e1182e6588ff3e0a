import type { BlockNode, Expression, FilterNode, Statement } from '../language/nodes.ts';
import { escapeValue } from '../methods/markup.ts';
import { raise } from '../raised.ts';
import { isText, Markup, textOf } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { truthy, typeName } from '../values/types.ts';
import { isConstant } from './children.ts';
import { compileExpression } from './compile-expression.ts';
import { compileFilter } from './compile-filter.ts';
import { compileFor } from './compile-loop.ts';
import { compileCallBlock, compileMacro } from './compile-macro.ts';
import { Context, type Frame } from './frame.ts';
import { analyzeBody, analyzeExpression, analyzeWith, type Slot } from './scope.ts';
import {
  compileEntry,
  type Evaluate,
  type Execute,
  innerSite,
  inOrder,
  type Site,
  slotReader,
  softSite,
} from './site.ts';
import { type Assign, compileNamespaceChecks, compileTarget, targetNames } from './targets.ts';

/** Statements into closures that write to the render. */
export function compileBody(site: Site, body: readonly Statement[]): Execute {
  return inOrder(body.map((node) => compileStatement(site, node)));
}

function compileStatement(site: Site, node: Statement): Execute {
  if (node.kind === 'text') return (frame) => frame.render.write(node.text);
  const run = compileCode(site, node);
  const { line } = node;
  return (frame) => {
    frame.render.line = line;
    run(frame);
  };
}

function compileCode(site: Site, node: Exclude<Statement, { kind: 'text' }>): Execute {
  switch (node.kind) {
    case 'print':
      return compileOutput(site, node.value);
    case 'for':
      return compileFor(site, node, compileBody);
    case 'if':
      return compileIf(site, node);
    case 'macro':
      return compileMacro(site, node, compileBody);
    case 'call-block':
      return compilePlainOutput(compileCallBlock(site, node, compileBody));
    case 'block':
      return compileBlock(site, node);
    case 'set':
      return compileSet(site, node);
    case 'set-block':
      return compileSetBlock(site, node);
    case 'with':
      return compileWith(site, node);
    case 'filter-block':
      return compileFilterBlock(site, node.filter, node.body);
    case 'autoescape':
      return compileAutoescape(site, node.value, node.body);
  }
}

function compileOutput(site: Site, node: Expression): Execute {
  const value = compileExpression(site, node);
  if (site.autoescape === true) return (frame) => frame.render.write(escapeValue(value(frame)));
  // Jinja2 prints constants before it knows what autoescape will be, and then leaves them as they are.
  if (site.autoescape === 'volatile' && !isConstant(node)) {
    return (frame) => frame.render.write(frame.render.autoescape ? escapeValue(value(frame)) : str(value(frame)));
  }
  return (frame) => {
    const shown = value(frame);
    frame.render.write(typeof shown === 'string' ? shown : str(shown));
  };
}

/** Output that Jinja2 neither prints nor escapes: it must be a text already. */
function compilePlainOutput(value: Evaluate): Execute {
  return (frame) => {
    const text = value(frame);
    if (!isText(text)) raise('TypeError', `expected str instance, ${typeName(text)} found`);
    frame.render.write(textOf(text));
  };
}

function compileIf(site: Site, node: Statement & { kind: 'if' }): Execute {
  const soft = softSite(site);
  const branches = node.branches.map(({ test, body }) => ({
    test: compileExpression(soft, test),
    body: compileBody(soft, body),
  }));
  const otherwise = compileBody(soft, node.otherwise);
  return (frame) => {
    for (const { test, body } of branches) if (truthy(test(frame))) return body(frame);
    otherwise(frame);
  };
}

/** What the top level sets is seen by blocks too. */
function compileExports(site: Site, names: readonly string[]): Execute {
  if (!site.isTopLevel) return () => {};
  return inOrder(
    names.map((name): Execute => {
      const slot = site.scope.find(name);
      const read = slot && slotReader(site, slot);
      return (frame) => void frame.context.exported.set(name, read?.(frame) ?? null);
    }),
  );
}

function compileSet(site: Site, node: Statement & { kind: 'set' }): Execute {
  const check = inOrder(compileNamespaceChecks(site, node.target));
  const value = compileExpression(site, node.value);
  const assign = compileTarget(site, node.target);
  const publish = compileExports(site, targetNames(node.target));
  return (frame) => {
    check(frame);
    assign(frame, value(frame));
    publish(frame);
  };
}

/** A scope whose text becomes a value instead of output. */
function compileCapture(site: Site, body: readonly Statement[]): { inner: Site; capture: (frame: Frame) => string } {
  const inner = innerSite(site);
  analyzeBody(inner.scope, body);
  const run = compileBody(inner, body);
  const enter = compileEntry(inner);
  const capture = (frame: Frame) => {
    enter(frame);
    return frame.render.capture(() => run(frame));
  };
  return { inner, capture };
}

/** A filter over a captured text, which waits in a slot of its own. */
function compileCapturedFilter(site: Site, node: FilterNode): { slot: Slot; filtered: Evaluate } {
  const slot = site.scope.temporary();
  const captured: Evaluate = (frame) => frame.slots[slot.index] ?? '';
  return { slot, filtered: compileFilter(site, node, compileExpression, captured) };
}

function compileSetBlock(site: Site, node: Statement & { kind: 'set-block' }): Execute {
  const { inner, capture } = compileCapture(site, node.body);
  const assign: Assign = compileTarget(site, node.target);
  const publish = compileExports(site, targetNames(node.target));
  const filter = node.filter && compileCapturedFilter(inner, node.filter);
  return (frame) => {
    const text = capture(frame);
    assign(frame, marked(frame, filter ? applyFilter(frame, filter, marksText(site, frame, text)) : text));
    publish(frame);
  };
}

function applyFilter(frame: Frame, { slot, filtered }: { slot: Slot; filtered: Evaluate }, text: Value): Value {
  frame.slots[slot.index] = text;
  return filtered(frame);
}

/** Inside autoescape a finished text is markup already. */
function marksText(site: Site, frame: Frame, text: string): Value {
  const isMarkup = site.autoescape === 'volatile' ? frame.render.autoescape : site.autoescape;
  return isMarkup ? new Markup(text) : text;
}

function marked(frame: Frame, value: Value): Value {
  if (!frame.render.autoescape || value instanceof Markup) return value;
  return new Markup(str(value));
}

function compileFilterBlock(site: Site, node: FilterNode, body: readonly Statement[]): Execute {
  const inner = innerSite(site);
  analyzeBody(inner.scope, body);
  analyzeExpression(inner.scope, node);
  const run = compileBody(inner, body);
  const filter = compileCapturedFilter(inner, node);
  const enter = compileEntry(inner);
  return compilePlainOutput((frame) => {
    enter(frame);
    const text = frame.render.capture(() => run(frame));
    return applyFilter(frame, filter, marksText(site, frame, text));
  });
}

function compileWith(site: Site, node: Statement & { kind: 'with' }): Execute {
  const inner = innerSite(site);
  analyzeWith(inner.scope, node.targets, node.body);
  const assigns = node.targets.map((target) => compileTarget(inner, target));
  const values = node.values.map((value) => compileExpression(site, value));
  const body = compileBody(inner, node.body);
  const enter = compileEntry(inner);
  return (frame) => {
    enter(frame);
    assigns.forEach((assign, index) => {
      assign(frame, values[index]?.(frame) ?? null);
    });
    body(frame);
  };
}

function compileAutoescape(site: Site, node: Expression, body: readonly Statement[]): Execute {
  const scoped = innerSite(site);
  analyzeExpression(scoped.scope, node);
  analyzeBody(scoped.scope, body);
  const value = compileExpression(scoped, node);
  const autoescape = node.kind === 'constant' ? truthy(node.value) : 'volatile';
  const run = compileBody({ ...scoped, autoescape }, body);
  const enter = compileEntry(scoped);
  return (frame) => {
    const before = frame.render.autoescape;
    enter(frame);
    frame.render.autoescape = truthy(value(frame));
    run(frame);
    frame.render.autoescape = before;
  };
}

function compileBlock(site: Site, node: BlockNode): Execute {
  const { name, isScoped, isRequired } = node;
  const visible = isScoped
    ? [...site.scope.assigned()].map(([key, slot]) => [key, slotReader(site, slot)] as const)
    : [];
  return (frame) => {
    if (isRequired) raise('TemplateRuntimeError', `Required block '${name}' not found`);
    const context = isScoped ? derive(frame, visible) : frame.context;
    frame.render.blocks.get(name)?.(context, frame.render);
  };
}

/** A scoped block sees the variables around it, before everything else. */
function derive(frame: Frame, visible: readonly (readonly [string, (frame: Frame) => Value | undefined])[]): Context {
  const locals = new Map(visible.map(([name, read]) => [name, read(frame)]));
  return new Context((name) => {
    const local = locals.get(name);
    return local === undefined ? frame.context.resolve(name) : local;
  });
}
