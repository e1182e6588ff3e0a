import { operatorFunction } from '../access/operators.ts';
import { claimItems } from '../meter.ts';
import { textArgument, wholeArgument } from '../methods/argument.ts';
import { raise } from '../raised.ts';
import { parameters } from '../values/call.ts';
import { equals } from '../values/compare.ts';
import { dictEntries, hashKey, isDict } from '../values/dict.ts';
import { each, listOf, Stream } from '../values/iterate.ts';
import { clampToNumber, integral } from '../values/numbers.ts';
import type { Arguments, Value } from '../values/object.ts';
import { Tuple } from '../values/tuple.ts';
import { truthy } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { attributeGetter, foldCase, type KeyOf } from './attribute-path.ts';
import { type Evaluation, type Filter, filter, freeFilter } from './filter.ts';

/** Filters that give Python generators: they work, and fail, only as far as somebody asks for items. */

type Items = Generator<Value, undefined, unknown>;

const none = (value: Value | undefined): Value => value ?? null;
const stream = (items: Items, name: string): Stream => new Stream(items, `generator object ${name}`);

function* map(value: Value, args: Arguments, evaluation: Evaluation): Items {
  if (!truthy(value)) return undefined;
  const convert = mapper(args, evaluation);
  for (const item of each(value)) yield convert(item);
  return undefined;
}

function mapper({ positional, named }: Arguments, evaluation: Evaluation): KeyOf {
  const [name, ...rest] = positional;
  if (name !== undefined) {
    return (item) => evaluation.callFilter(textArgument(name), item, { positional: rest, named });
  }
  const attribute = named?.get('attribute');
  if (attribute === undefined) return raise('FilterArgumentError', 'map requires a filter argument');
  const unknown = [...(named?.keys() ?? [])].find((key) => key !== 'attribute' && key !== 'default');
  if (unknown !== undefined) raise('FilterArgumentError', `Unexpected keyword argument '${unknown}'`);
  return attributeGetter(attribute, none(named?.get('default')));
}

function* select(value: Value, args: Arguments, evaluation: Evaluation, wants: boolean, byAttribute: boolean): Items {
  if (!truthy(value)) return undefined;
  const check = selector(args, evaluation, byAttribute);
  for (const item of each(value)) if (check(item) === wants) yield item;
  return undefined;
}

function selector(
  { positional, named }: Arguments,
  evaluation: Evaluation,
  byAttribute: boolean,
): (item: Value) => boolean {
  const [attribute, ...others] = positional;
  if (byAttribute && attribute === undefined) {
    raise('FilterArgumentError', 'Missing parameter for attribute name');
  }
  const get: KeyOf = byAttribute ? attributeGetter(none(attribute)) : (item) => item;
  const [name, ...rest] = byAttribute ? others : positional;
  if (name === undefined) return (item) => truthy(get(item));
  return (item) => evaluation.callTest(textArgument(name), get(item), { positional: rest, named });
}

function selecting(name: string, wants: boolean, byAttribute: boolean): Filter {
  return freeFilter(name, (value, args, evaluation) =>
    stream(select(value, args, evaluation, wants, byAttribute), 'select_or_reject'),
  );
}

function* unique(value: Value, isSensitive: boolean, attribute: Value): Items {
  const get = attributeGetter(attribute);
  const seen = new Set<unknown>();
  for (const item of each(value)) {
    const key = hashKey(isSensitive ? get(item) : foldCase(get(item)));
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
  return undefined;
}

const minus = operatorFunction('-');

function* batch(value: Value, size: Value, filling: Value): Items {
  let row: Value[] = [];
  for (const item of each(value)) {
    if (equals(row.length, size)) {
      yield row;
      row = [];
    }
    row.push(item);
  }
  if (row.length === 0) return undefined;
  if (filling !== null) fill(row, minus(size, row.length), filling);
  yield row;
  return undefined;
}

function fill(row: Value[], missing: Value, filling: Value): void {
  const whole = integral(missing);
  const count = whole === undefined ? refuseCount() : clampToNumber(whole);
  claimItems(Math.max(0, count));
  for (let i = 0; i < count; i += 1) row.push(filling);
}

function refuseCount(): never {
  return raise('TypeError', "can't multiply sequence by non-int of type 'float'");
}

function* slice(value: Value, count: Value, filling: Value): Items {
  const items = listOf(value);
  const slices = wholeArgument(count);
  if (slices === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
  const size = Math.floor(items.length / slices);
  const larger = items.length - size * slices;
  let start = 0;
  for (let i = 0; i < slices; i += 1) {
    claimItems(1);
    const end = start + size + (i < larger ? 1 : 0);
    const part = items.slice(start, end);
    if (filling !== null && i >= larger) part.push(filling);
    yield part;
    start = end;
  }
  return undefined;
}

function* pairs(value: Value): Items {
  if (value instanceof Undefined) return undefined;
  if (!isDict(value)) return raise('TypeError', 'Can only get item pairs from a mapping.');
  for (const entry of dictEntries(value)) yield new Tuple(entry);
  return undefined;
}

export const streamFilters: readonly Filter[] = [
  freeFilter('map', (value, args, evaluation) => stream(map(value, args, evaluation), 'sync_do_map')),
  selecting('select', true, false),
  selecting('reject', false, false),
  selecting('selectattr', true, true),
  selecting('rejectattr', false, true),
  filter('unique', parameters(['case_sensitive', false], ['attribute', null]), (value, [isSensitive, attribute]) =>
    stream(unique(value, truthy(none(isSensitive)), none(attribute)), 'sync_do_unique'),
  ),
  filter('batch', parameters('linecount', ['fill_with', null]), (value, [size, filling]) =>
    stream(batch(value, none(size), none(filling)), 'do_batch'),
  ),
  filter('slice', parameters('slices', ['fill_with', null]), (value, [count, filling]) =>
    stream(slice(value, none(count), none(filling)), 'sync_do_slice'),
  ),
  filter('items', parameters(), (value) => stream(pairs(value), 'do_items')),
];
