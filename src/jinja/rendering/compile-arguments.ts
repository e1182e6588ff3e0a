import type { CallArguments, Expression } from '../language/nodes.ts';
import { raise } from '../raised.ts';
import type { Bound, Parameters } from '../values/call.ts';
import { dictEntries, isDict } from '../values/dict.ts';
import { listOf } from '../values/iterate.ts';
import { isText, textOf } from '../values/markup.ts';
import type { Arguments, Value } from '../values/object.ts';
import { typeName } from '../values/types.ts';
import type { Frame } from './frame.ts';
import type { Evaluate, Site } from './site.ts';

export type CompileExpression = (site: Site, node: Expression) => Evaluate;

/** Arguments by name that the call gets beside those that are written. */
export type Extras = (frame: Frame) => readonly (readonly [string, Value])[];

const EMPTY: Arguments = { positional: [] };

export function compileArguments(
  site: Site,
  node: CallArguments,
  compile: CompileExpression,
  extras?: Extras,
): (frame: Frame) => Arguments {
  const positional = node.positional.map((item) => compile(site, item));
  const isPlain = node.named.length === 0 && !node.spread && !node.spreadNamed && !extras;
  if (isPlain && positional.length === 0) return () => EMPTY;
  if (isPlain && node.positional.every((item) => item.kind === 'constant')) return constantArguments(node.positional);
  const [only] = positional;
  if (isPlain && only && positional.length === 1) return (frame) => ({ positional: [only(frame)] });
  if (isPlain) return (frame) => ({ positional: positional.map((item) => item(frame)) });
  const named = node.named.map(([name, value]) => [name, compile(site, value)] as const);
  const spread = node.spread && compile(site, node.spread);
  const spreadNamed = node.spreadNamed && compile(site, node.spreadNamed);
  return (frame) => {
    const values = positional.map((item) => item(frame));
    const byName = new Map<string, Value>(named.map(([name, value]) => [name, value(frame)]));
    for (const [name, value] of extras?.(frame) ?? []) byName.set(name, value);
    if (spread) for (const value of listOf(spread(frame))) values.push(value);
    if (spreadNamed) spreadInto(byName, spreadNamed(frame));
    return { positional: values, named: byName };
  };
}

/** Arguments by position, bound to their parameters as far as that can be known now; undefined when it cannot. */
export function compileBound(
  site: Site,
  node: CallArguments,
  shape: Parameters,
  compile: CompileExpression,
): ((frame: Frame) => Bound) | undefined {
  const isPlain = node.named.length === 0 && !node.spread && !node.spreadNamed;
  const rest = isPlain ? shape.defaultsAfter(node.positional.length) : undefined;
  if (!rest) return undefined;
  const constant = node.positional.map((item) => (item.kind === 'constant' ? item.value : undefined));
  if (!constant.includes(undefined)) {
    const bound = [...constant, ...rest];
    return () => bound;
  }
  const given = node.positional.map((item) => compile(site, item));
  return (frame) => [...given.map((item) => item(frame)), ...rest];
}

/** Nobody changes arguments, so those that are always the same exist once. */
function constantArguments(nodes: readonly Expression[]): () => Arguments {
  const args: Arguments = { positional: nodes.map((node) => (node.kind === 'constant' ? node.value : null)) };
  return () => args;
}

function spreadInto(byName: Map<string, Value>, mapping: Value): void {
  if (!isDict(mapping)) raise('TypeError', `argument after ** must be a mapping, not ${typeName(mapping)}`);
  for (const [key, value] of dictEntries(mapping)) {
    if (!isText(key)) raise('TypeError', 'keywords must be strings');
    const name = textOf(key);
    if (byName.has(name)) raise('TypeError', `got multiple values for keyword argument '${name}'`);
    byName.set(name, value);
  }
}
