import { claimItems } from '../meter.ts';
import { raise } from '../raised.ts';
import { type Bound, freeMethod, method, methodTable, positional } from '../values/call.ts';
import { type AnyDict, Dict, dictEntries, dictFrom, dictGet, isDict } from '../values/dict.ts';
import { DictView } from '../values/dict-view.ts';
import { each, elementsOf, iterate, lengthOfValue } from '../values/iterate.ts';
import type { Arguments, Value } from '../values/object.ts';
import { NeedsCopies } from '../values/ownership.ts';
import { repr } from '../values/print.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';

/** The methods of dict, and what `dict(…)` makes. */

function changeable(dict: AnyDict): Dict {
  if (dict instanceof Dict) return dict;
  throw new NeedsCopies();
}

function pop(given: AnyDict, [key, fallback]: Bound): Value {
  const dict = changeable(given);
  const value = dict.get(key ?? null);
  if (value === undefined) return fallback ?? (fallback === null ? null : raise('KeyError', repr(key ?? null)));
  dict.delete(key ?? null);
  return value;
}

function popItem(given: AnyDict): Tuple {
  const dict = changeable(given);
  const last = dict.entries().at(-1);
  if (!last) return raise('KeyError', "'popitem(): dictionary is empty'");
  dict.delete(last.key);
  return new Tuple([last.key, last.value]);
}

function setDefault(given: AnyDict, [key, fallback]: Bound): Value {
  const dict = changeable(given);
  const known = dict.get(key ?? null);
  if (known === undefined) dict.set(key ?? null, fallback ?? null);
  return known === undefined ? (fallback ?? null) : known;
}

/** `dict.update(other, **named)`; `other` is a dict or pairs. */
function mergeInto(dict: Dict, name: string, { positional: given, named }: Arguments): void {
  if (given.length > 1) raise('TypeError', `${name} expected at most 1 argument, got ${given.length}`);
  const [source] = given;
  if (source !== undefined) mergeValue(dict, source);
  for (const [key, value] of named ?? []) dict.set(key, value);
}

function mergeValue(dict: Dict, source: Value): void {
  if (source instanceof Undefined) source.fail();
  const entries = isDict(source) ? dictEntries(source) : [...each(source)].map(toPair);
  claimItems(entries.length);
  for (const [key, value] of entries) dict.set(key, value);
}

function toPair(item: Value, index: number): readonly [Value, Value] {
  iterate(item);
  const [key, value, ...rest] = elementsOf(item);
  if (key === undefined || value === undefined || rest.length > 0) {
    const length = lengthOfValue(item);
    return raise('ValueError', `dictionary update sequence element #${index} has length ${length}; 2 is required`);
  }
  return [key, value];
}

function fromKeys([keys, value]: Bound): Dict {
  return dictFrom([...each(keys ?? null)].map((key) => [key, value ?? null] as const));
}

export function makeDict(args: Arguments): Dict {
  const dict = new Dict();
  mergeInto(dict, 'dict', args);
  return dict;
}

const view = (kind: 'keys' | 'values' | 'items') =>
  method<AnyDict>(kind, positional(), (dict) => new DictView(dict, kind));

export const dictMethods = methodTable<AnyDict>(
  view('keys'),
  view('values'),
  view('items'),
  method('get', positional('key', ['default', null]), (dict, [key, fallback]) => {
    const value = dictGet(dict, key ?? null);
    return value === undefined ? (fallback ?? null) : value;
  }),
  method('pop', positional('key', ['default', undefined]), pop),
  method('popitem', positional(), popItem),
  method('setdefault', positional('key', ['default', null]), setDefault),
  freeMethod('update', (dict, args) => {
    mergeInto(changeable(dict), 'update', args);
    return null;
  }),
  method('clear', positional(), (dict) => {
    changeable(dict).clear();
    return null;
  }),
  method('copy', positional(), (dict) => dictFrom(dictEntries(dict))),
  method('fromkeys', positional('iterable', ['value', null]), (_, args) => fromKeys(args)),
);
