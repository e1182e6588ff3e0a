import type { Evaluation, Filter, Test } from '../filters/filter.ts';
import { filters } from '../filters/index.ts';
import { tests } from '../filters/tests.ts';
import type { Expression } from '../language/nodes.ts';
import { failSyntax } from '../language/syntax-error.ts';
import { spend } from '../meter.ts';
import { chargeText } from '../methods/text.ts';
import { raise } from '../raised.ts';
import type { Value } from '../values/object.ts';
import { type CompileExpression, compileArguments, compileBound } from './compile-arguments.ts';
import type { Frame } from './frame.ts';
import type { Evaluate, Site } from './site.ts';

/** `captured` is what a filter without a target works on: the text of a block. */
export function compileFilter(
  site: Site,
  node: Expression & { kind: 'filter' },
  compile: CompileExpression,
  captured?: Evaluate,
): Evaluate {
  const found = filters.get(node.name) ?? unknown(site, 'filter', node.name, node.line);
  const target = compileFilterTarget(site, node, compile, captured);
  const bound = found.steps && compileBound(site, node.args, found.steps.shape, compile);
  if (found.steps && bound) return applied(target, bound, found.steps.body);
  return applied(target, compileArguments(site, node.args, compile), (value, args, render) =>
    found.run(value, args, render),
  );
}

function applied<Given>(
  target: Evaluate,
  args: (frame: Frame) => Given,
  body: (value: Value, args: Given, evaluation: Evaluation) => Value,
): Evaluate {
  return (frame) => {
    const value = target(frame);
    const given = args(frame);
    spend();
    if (typeof value === 'string') chargeText(value);
    return body(value, given, frame.render);
  };
}

function compileFilterTarget(
  site: Site,
  { target }: Expression & { kind: 'filter' },
  compile: CompileExpression,
  captured: Evaluate | undefined,
): Evaluate {
  if (!target) return captured ?? (() => '');
  return target.kind === 'filter' ? compileFilter(site, target, compile, captured) : compile(site, target);
}

export function compileTest(site: Site, node: Expression & { kind: 'test' }, compile: CompileExpression): Evaluate {
  const found = tests.get(node.name) ?? unknown(site, 'test', node.name, node.line);
  const target = compile(site, node.target);
  const args = compileArguments(site, node.args, compile);
  return (frame) => found.holds(target(frame), args(frame), frame.render);
}

/** Inside an `if` a template may name what does not exist, as long as it is not reached. */
function unknown(site: Site, what: 'filter' | 'test', name: string, line: number): Filter & Test {
  if (!site.isSoft) failSyntax(`No ${what} named '${name}'.`, line, 'TemplateAssertionError');
  const fail = () => raise('TemplateRuntimeError', `No ${what} named '${name}' found.`);
  return { name, run: fail, holds: fail };
}
