import { attributeOf, pythonAttribute, undefinedAttribute } from '../access/attribute.ts';
import { operatorFunction } from '../access/operators.ts';
import { findItem } from '../access/subscript.ts';
import { spend } from '../meter.ts';
import { textArgument } from '../methods/argument.ts';
import { escapeValue } from '../methods/markup.ts';
import { raise } from '../raised.ts';
import { parameters } from '../values/call.ts';
import { charactersOf } from '../values/code-points.ts';
import { byLessUnlessEqual, compare, equals, sorted } from '../values/compare.ts';
import { dictEntries, isDict } from '../values/dict.ts';
import { DictView } from '../values/dict-view.ts';
import { each, iterate, lengthOfValue, listOf, Stream, tryIterate } from '../values/iterate.ts';
import { joinParts } from '../values/join.ts';
import { isText, Markup, textOf } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { Range } from '../values/range.ts';
import { GroupTuple, Tuple } from '../values/tuple.ts';
import { truthy, typeName } from '../values/types.ts';
import { Undefined, undefinedBecause } from '../values/undefined.ts';
import { attributeGetter, attributesGetter, foldCase, type KeyOf } from './attribute-path.ts';
import { type Filter, filter } from './filter.ts';

/** Filters on sequences and dicts that give a value at once; the lazy ones are in `stream.ts`. */

const none = (value: Value | undefined): Value => value ?? null;

/** The key that a filter compares by. */
function keyBy(attribute: Value, isCaseSensitive: boolean, fallback: Value = null): KeyOf {
  const get = attributeGetter(attribute, fallback);
  return isCaseSensitive ? get : (item) => foldCase(get(item));
}

function first(value: Value): Value {
  const step = iterate(value).next();
  return step.done ? undefinedBecause('No first item, sequence was empty.') : step.value;
}

/** Python's `reversed`, as far as something can be walked backwards. */
function reversedItems(value: Value): Value[] | undefined {
  if (isText(value)) return charactersOf(str(value)).reverse();
  const isReversible = Array.isArray(value) || isDict(value) || value instanceof Tuple || value instanceof Range;
  if (isReversible || value instanceof DictView || value instanceof Undefined) return listOf(value).reverse();
  return undefined;
}

function last(value: Value): Value {
  if (Array.isArray(value)) {
    const item = value.at(-1);
    return item === undefined ? undefinedBecause('No last item, sequence was empty.') : item;
  }
  const items = reversedItems(value) ?? raise('TypeError', `'${typeName(value)}' object is not reversible`);
  const [item] = items;
  return item === undefined ? undefinedBecause('No last item, sequence was empty.') : item;
}

function reverse(value: Value): Value {
  if (isText(value)) {
    const text = charactersOf(str(value)).reverse().join('');
    return value instanceof Markup ? new Markup(text) : text;
  }
  const items = reversedItems(value);
  if (items) return new Stream(items.values(), `${iteratorName(value)} object`, iteratorName(value));
  if (tryIterate(value) === undefined) return raise('FilterArgumentError', 'argument must be iterable');
  return listOf(value).reverse();
}

/** The class of Python's `reversed(value)`. */
function iteratorName(value: Value): string {
  if (Array.isArray(value)) return 'list_reverseiterator';
  if (value instanceof Range) return 'range_iterator';
  if (value instanceof DictView) return `dict_reverse${value.kind.slice(0, -1)}iterator`;
  return isDict(value) ? 'dict_reversekeyiterator' : 'reversed';
}

function randomItem(value: Value): Value {
  const length = lengthOfValue(value);
  if (length === 0) return undefinedBecause('No random item, sequence was empty.');
  const index = Math.floor(Math.random() * length);
  const item = findItem(value, index);
  return item === undefined ? raise('KeyError', String(index)) : item;
}

function join(value: Value, separator: Value, attribute: Value, autoescape: boolean): Value {
  const get = attribute === null ? undefined : attributeGetter(attribute);
  const given = Array.isArray(value) ? value : listOf(value);
  const items = get ? given.map(get) : given;
  const isMarkup = autoescape && (separator instanceof Markup || items.some((item) => item instanceof Markup));
  if (!isMarkup) return joinParts(str(separator), items.map(str));
  return new Markup(joinParts(escapeValue(separator), items.map(escapeValue)));
}

/** The smallest or largest item; the first of equals. */
function extreme(value: Value, operator: '<' | '>', keyOf: KeyOf): Value {
  let best: Value | undefined;
  let bestKey: Value = null;
  for (const item of each(value)) {
    const key = keyOf(item);
    if (best !== undefined && !compare(operator, key, bestKey)) continue;
    best = item;
    bestKey = key;
  }
  return best === undefined ? undefinedBecause('No aggregated item, sequence was empty.') : best;
}

function extremeFilter(name: string, operator: '<' | '>'): Filter {
  return filter(name, parameters(['case_sensitive', false], ['attribute', null]), (value, [isSensitive, attribute]) =>
    extreme(value, operator, keyBy(none(attribute), truthy(none(isSensitive)))),
  );
}

const plus = operatorFunction('+');

function sum(value: Value, attribute: Value, start: Value): Value {
  if (isText(start)) raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  const get = attributeGetter(attribute);
  let total: Value = start;
  for (const item of each(value)) total = plus(total, get(item));
  return total;
}

function sort(value: Value, isReversed: boolean, isSensitive: boolean, attribute: Value): Value[] {
  const isSingle = !(isText(attribute) && textOf(attribute).includes(','));
  if (isSingle) return sorted(listOf(value), keyBy(attribute, isSensitive), isReversed, byLessUnlessEqual);
  const get = attributesGetter(attribute);
  const keyOf = (item: Value): Value => (isSensitive ? get(item) : get(item).map(foldCase));
  return sorted(listOf(value), keyOf, isReversed);
}

function dictSort(value: Value, isSensitive: boolean, by: Value, isReversed: boolean): Value[] {
  if (by !== 'key' && by !== 'value') raise('FilterArgumentError', 'You can only sort by either "key" or "value"');
  if (value instanceof Undefined) return value.fail();
  if (!isDict(value)) return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const pairs = dictEntries(value).map((entry) => new Tuple(entry));
  const keyOf = (pair: Value): Value => {
    const part = pair instanceof Tuple ? none(pair.items[by === 'key' ? 0 : 1]) : pair;
    return isSensitive ? part : foldCase(part);
  };
  return sorted(pairs, keyOf, isReversed);
}

function groupBy(value: Value, attribute: Value, fallback: Value, isSensitive: boolean): Value[] {
  const keyOf = keyBy(attribute, isSensitive, fallback);
  const shownKey = attributeGetter(attribute, fallback);
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sorted(listOf(value), keyOf)) {
    spend();
    const key = keyOf(item);
    const group = groups.at(-1);
    if (group && equals(group.key, key)) group.items.push(item);
    else groups.push({ key, items: [item] });
  }
  // Without regard to case the group is called as its first item writes it.
  return groups.map(({ key, items }) => new GroupTuple([isSensitive ? key : shownKey(none(items[0])), items]));
}

function attribute(value: Value, name: string): Value {
  const found = value instanceof Undefined ? value.fail() : pythonAttribute(value, name);
  return found === undefined ? undefinedAttribute(value, name) : attributeOf(value, name);
}

export const sequenceFilters: readonly Filter[] = [
  filter('first', parameters(), first),
  filter('last', parameters(), last),
  filter('reverse', parameters(), reverse),
  filter('random', parameters(), randomItem),
  filter('length', parameters(), lengthOfValue),
  filter('count', parameters(), lengthOfValue),
  filter('list', parameters(), listOf),
  filter('join', parameters(['d', ''], ['attribute', null]), (value, [separator, by], { autoescape }) =>
    join(value, none(separator), none(by), autoescape),
  ),
  extremeFilter('min', '<'),
  extremeFilter('max', '>'),
  filter('sum', parameters(['attribute', null], ['start', 0]), (value, [by, start]) =>
    sum(value, none(by), none(start)),
  ),
  filter(
    'sort',
    parameters(['reverse', false], ['case_sensitive', false], ['attribute', null]),
    (value, [isReversed, isSensitive, by]) =>
      sort(value, truthy(none(isReversed)), truthy(none(isSensitive)), none(by)),
  ),
  filter(
    'dictsort',
    parameters(['case_sensitive', false], ['by', 'key'], ['reverse', false]),
    (value, [isSensitive, by, isReversed]) =>
      dictSort(value, truthy(none(isSensitive)), none(by), truthy(none(isReversed))),
  ),
  filter(
    'groupby',
    parameters('attribute', ['default', null], ['case_sensitive', false]),
    (value, [by, fallback, isSensitive]) => groupBy(value, none(by), none(fallback), truthy(none(isSensitive))),
  ),
  filter('attr', parameters('name'), (value, [name]) => attribute(value, textArgument(name))),
];
