import { makeDict } from '../methods/dict.ts';
import { raise } from '../raised.ts';
import { PythonClass } from '../values/call.ts';
import type { Value } from '../values/object.ts';
import { makeRange } from '../values/range.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';

/**
 * Classes as values. A template may print them and compare them, as it may in Jinja2; the way from a class to
 * anything else (`__subclasses__`, `__init__`, `__globals__`) does not exist here.
 */
export const dictClass = new PythonClass('dict', makeDict);
export const rangeClass = new PythonClass('range', ({ positional, named }) => {
  if (named && named.size > 0) raise('TypeError', 'range() takes no keyword arguments');
  return makeRange(positional);
});

const known = new Map<string, PythonClass>([
  ['dict', dictClass],
  ['range', rangeClass],
]);

const QUALIFIED: Record<string, string> = {
  Markup: 'markupsafe.Markup',
  Undefined: 'jinja2.runtime.Undefined',
  Macro: 'jinja2.runtime.Macro',
  LoopContext: 'jinja2.runtime.LoopContext',
  TemplateReference: 'jinja2.runtime.TemplateReference',
  Namespace: 'jinja2.utils.Namespace',
  Cycler: 'jinja2.utils.Cycler',
  Joiner: 'jinja2.utils.Joiner',
  _GroupTuple: 'jinja2.filters._GroupTuple',
};

export function classOf(value: Value): PythonClass {
  const name = typeName(value);
  const made = known.get(name) ?? new PythonClass(QUALIFIED[name] ?? name);
  known.set(name, made);
  return made;
}

const objectClass = new PythonClass('object');
const ANCESTORS: Record<string, string> = { bool: 'int', Markup: 'str', _GroupTuple: 'tuple' };

export function classAttribute(value: PythonClass, name: string): Value | undefined {
  if (name === '__name__' || name === '__qualname__') return value.name;
  if (name !== '__mro__') return undefined;
  if (value.name === 'object') return new Tuple([value]);
  const parent = ANCESTORS[value.name];
  return new Tuple([value, ...(parent ? [new PythonClass(parent)] : []), objectClass]);
}
