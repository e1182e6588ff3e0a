import { claimItems } from '../meter.ts';
import { raise } from '../raised.ts';
import { type Bound, callValue, method, methodTable, parameters, positional } from '../values/call.ts';
import { equals, sorted } from '../values/compare.ts';
import { elementsOf, listOf } from '../values/iterate.ts';
import type { Value } from '../values/object.ts';
import { claimChange } from '../values/ownership.ts';
import { repr } from '../values/print.ts';
import { sequenceIndex, sliceBounds } from '../values/slice.ts';
import type { Tuple } from '../values/tuple.ts';
import { truthy } from '../values/types.ts';
import { wholeArgument } from './argument.ts';

/** The methods of list and tuple. */

function indexIn(items: readonly Value[], [wanted, start, stop]: Bound, kind: string): number {
  const bounds = sliceBounds({ start: start ?? null, stop: stop ?? null, step: null }, items.length);
  claimItems(items.length);
  for (let i = bounds.start; i < bounds.stop; i += 1) {
    if (equals(items[i] ?? null, wanted ?? null)) return i;
  }
  return raise(
    'ValueError',
    kind === 'tuple' ? 'tuple.index(x): x not in tuple' : `${repr(wanted ?? null)} is not in list`,
  );
}

function countIn(items: readonly Value[], wanted: Value | undefined): number {
  claimItems(items.length);
  return items.filter((item) => equals(item, wanted ?? null)).length;
}

function pop(list: Value[], [index]: Bound): Value {
  claimChange();
  const wanted = wholeArgument(index);
  if (list.length === 0) raise('IndexError', 'pop from empty list');
  const place = sequenceIndex(wanted, list.length);
  if (place === undefined) return raise('IndexError', 'pop index out of range');
  return list.splice(place, 1)[0] ?? null;
}

function insert(list: Value[], [index, item]: Bound): null {
  claimChange();
  claimItems(list.length >> 3);
  const wanted = wholeArgument(index);
  list.splice(wanted < 0 ? Math.max(0, wanted + list.length) : wanted, 0, item ?? null);
  return null;
}

function remove(list: Value[], [wanted]: Bound): null {
  claimChange();
  claimItems(list.length);
  const place = list.findIndex((item) => equals(item, wanted ?? null));
  if (place < 0) raise('ValueError', 'list.remove(x): x not in list');
  list.splice(place, 1);
  return null;
}

function sort(list: Value[], [key, reverse]: Bound): null {
  claimChange();
  const keyOf = (item: Value) => (key === null || key === undefined ? item : callValue(key, { positional: [item] }));
  replaceItems(list, sorted(list, keyOf, truthy(reverse ?? false)));
  return null;
}

function replaceItems(list: Value[], items: readonly Value[]): void {
  list.length = 0;
  for (const item of items) list.push(item);
}

const searched = positional('value', ['start', undefined], ['stop', undefined]);

export const listMethods = methodTable<Value[]>(
  method('append', positional('object'), (list, [item]) => {
    claimChange();
    list.push(item ?? null);
    return null;
  }),
  method('extend', positional('iterable'), (list, [items]) => {
    claimChange();
    for (const item of listOf(items ?? null)) list.push(item);
    return null;
  }),
  method('insert', positional('index', 'object'), insert),
  method('remove', positional('value'), remove),
  method('pop', positional(['index', -1]), pop),
  method('clear', positional(), (list) => {
    claimChange();
    list.length = 0;
    return null;
  }),
  method('index', searched, (list, args) => indexIn(list, args, 'list')),
  method('count', positional('value'), (list, [wanted]) => countIn(list, wanted)),
  method('sort', parameters(['key', null], ['reverse', false]), sort),
  method('reverse', positional(), (list) => {
    claimChange();
    list.reverse();
    return null;
  }),
  method('copy', positional(), (list) => listOf(list)),
);

export const tupleMethods = methodTable<Tuple>(
  method('index', searched, (tuple, args) => indexIn(tuple.items, args, 'tuple')),
  method('count', positional('value'), (tuple, [wanted]) => countIn(elementsOf(tuple), wanted)),
);
