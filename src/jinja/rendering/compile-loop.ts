import type { Expression, ForNode, Statement } from '../language/nodes.ts';
import { failSyntax } from '../language/syntax-error.ts';
import { comeBack, goDeeper, spend } from '../meter.ts';
import { each, iterate, Stream } from '../values/iterate.ts';
import { Markup } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { truthy } from '../values/types.ts';
import { findBlocks, readNames, visitBody, visitTarget } from './children.ts';
import { compileExpression } from './compile-expression.ts';
import type { Frame } from './frame.ts';
import { Loop, type Recurse } from './loop.ts';
import { analyzeBody, analyzeExpression, analyzeLoop, declareTarget, newActivation, type Slot } from './scope.ts';
import { compileEntry, type Execute, innerSite, type Site } from './site.ts';
import { compileTarget, compileTargetReader } from './targets.ts';

type CompileBody = (site: Site, body: readonly Statement[]) => Execute;

/** Goes through the values; says whether there was one. */
type Rounds = (frame: Frame, values: Value, loop: Loop | undefined) => boolean;

export function compileFor(site: Site, node: ForNode, compileBody: CompileBody): Execute {
  refuseLoopAssignment(node);
  const source = compileExpression(site, node.source);
  const select = node.test && compileSelection(site, node, node.test);
  const activation = node.isRecursive ? newActivation(site.scope.activation) : site.scope.activation;
  const loopSite = innerSite(site, activation);
  const loopSlot = needsLoop(node) ? loopSite.scope.declare('loop') : undefined;
  analyzeLoop(loopSite.scope, node);
  const otherwise = compileElse(innerSite(site, activation), node, compileBody);
  const rounds = loopSlot
    ? compileCountedRounds(loopSite, node, loopSlot, compileBody)
    : compilePlainRounds(loopSite, node, compileBody);
  const prepare = (frame: Frame, values: Value) => (select ? select(frame, values) : values);
  if (!node.isRecursive) {
    return (frame) => {
      const values = prepare(frame, source(frame));
      if (!rounds(frame, values, loopSlot && new Loop(values))) otherwise(frame);
    };
  }
  return (frame) => {
    const recurse = makeRecursion(frame, activation.size, prepare, rounds, otherwise);
    const shown = recurse(source(frame), 0);
    frame.render.write(shown instanceof Markup ? shown.text : String(shown));
  };
}

/** `loop` costs a little, so only loops that read it have it. */
function needsLoop(node: ForNode): boolean {
  return (
    node.isRecursive || readNames(node.body, ['loop']).has('loop') || findBlocks([node]).some((block) => block.isScoped)
  );
}

function refuseLoopAssignment(node: ForNode): void {
  const assign = (name: string, line: number) => {
    if (name === 'loop')
      failSyntax("Can't assign to special loop variable in for-loop target", line, 'TemplateAssertionError');
  };
  const visitor = { skipsBlocks: false, read: () => {}, assign };
  visitTarget(node.target, visitor);
  visitBody(node.body, visitor);
}

function compileElse(site: Site, node: ForNode, compileBody: CompileBody): Execute {
  if (node.otherwise.length === 0) return () => {};
  analyzeBody(site.scope, node.otherwise);
  const body = compileBody(site, node.otherwise);
  const enter = compileEntry(site);
  return (frame) => {
    enter(frame);
    body(frame);
  };
}

/** `for … if test`: a generator with variables of its own, asked for one value at a time. */
function compileSelection(site: Site, node: ForNode, testNode: Expression): (frame: Frame, values: Value) => Value {
  const activation = newActivation(site.scope.activation);
  const testSite = innerSite(site, activation);
  declareTarget(testSite.scope, node.target);
  analyzeExpression(testSite.scope, testNode);
  const assign = compileTarget(testSite, node.target);
  const read = compileTargetReader(testSite, node.target);
  const test = compileExpression(testSite, testNode);
  const enter = compileEntry(testSite);
  function* select(outer: Frame, values: Value): Generator<Value, undefined, unknown> {
    const frame = outer.inner(activation.size);
    enter(frame);
    for (const value of each(values)) {
      assign(frame, value);
      if (truthy(test(frame))) yield read(frame);
    }
    return undefined;
  }
  return (frame, values) => {
    iterate(values);
    return new Stream(select(frame, values), 'generator object');
  };
}

function compilePlainRounds(site: Site, node: ForNode, compileBody: CompileBody): Rounds {
  const assign = compileTarget(site, node.target);
  const body = compileBody(site, node.body);
  const enter = compileEntry(site);
  const round = (frame: Frame, value: Value) => {
    spend();
    assign(frame, value);
    enter(frame);
    body(frame);
  };
  return (frame, values) => {
    if (Array.isArray(values)) {
      for (let i = 0; i < values.length; i += 1) round(frame, values[i] ?? null); // the list may grow on the way
      return values.length > 0;
    }
    const iterator = iterate(values);
    let isRun = false;
    for (let step = iterator.next(); !step.done; step = iterator.next()) {
      round(frame, step.value);
      isRun = true;
    }
    return isRun;
  };
}

function compileCountedRounds(site: Site, node: ForNode, slot: Slot, compileBody: CompileBody): Rounds {
  const assign = compileTarget(site, node.target);
  const body = compileBody(site, node.body);
  const enter = compileEntry(site);
  return (frame, values, given) => {
    const loop = given ?? new Loop(values);
    let isRun = false;
    for (let value = loop.advance(); value !== undefined; value = loop.advance()) {
      assign(frame, value);
      frame.slots[slot.index] = loop;
      enter(frame);
      body(frame);
      isRun = true;
    }
    return isRun;
  };
}

/** What `loop(values)` does: the whole loop again, in variables of its own, as a text. */
function makeRecursion(
  outer: Frame,
  size: number,
  prepare: (frame: Frame, values: Value) => Value,
  rounds: Rounds,
  otherwise: Execute,
): Recurse {
  const recurse: Recurse = (given, depth) => {
    goDeeper();
    const frame = outer.inner(size);
    const values = prepare(outer, given);
    const text = frame.render.capture(() => {
      if (!rounds(frame, values, new Loop(values, recurse, depth))) otherwise(frame);
    });
    comeBack();
    return frame.render.autoescape ? new Markup(text) : text;
  };
  return recurse;
}
