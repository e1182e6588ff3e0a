import { Float } from '../../kernel/index.ts';
import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { compareTexts } from './code-points.ts';
import { type AnyDict, dictEntries, dictGet, dictSize, isDict } from './dict.ts';
import { isText, textOf } from './markup.ts';
import { numeric } from './numbers.ts';
import { PythonObject, type Value } from './object.ts';
import { Tuple } from './tuple.ts';
import { typeName } from './types.ts';
import { Undefined } from './undefined.ts';

/** Python's `==`. */
export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left === 'string' && typeof right === 'string') return false;
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined || b !== undefined) return a !== undefined && b !== undefined && same(plain(a), plain(b));
  if (isText(left) && isText(right)) return textOf(left) === textOf(right);
  return equalObjects(left, right);
}

/** An integer beyond 2 ** 53 may meet a double here: the order of the two is exact in JavaScript, NaN equals nothing. */
function same(left: number | bigint, right: number | bigint): boolean {
  return left <= right && left >= right;
}

function plain(value: number | bigint | Float): number | bigint {
  return value instanceof Float ? value.value : value;
}

function equalObjects(left: Value, right: Value): boolean {
  spend();
  if (Array.isArray(left) && Array.isArray(right)) return equalLists(left, right);
  if (left instanceof Tuple && right instanceof Tuple) return equalLists(left.items, right.items);
  if (left instanceof Undefined) return right instanceof Undefined;
  if (isDict(left) && isDict(right)) return equalDicts(left, right);
  return left instanceof PythonObject && right instanceof PythonObject && left.equals(right);
}

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, index) => equals(item, right[index] ?? null));
}

function equalDicts(left: AnyDict, right: AnyDict): boolean {
  if (dictSize(left) !== dictSize(right)) return false;
  return dictEntries(left).every(([key, item]) => {
    const other = dictGet(right, key);
    return other !== undefined && equals(item, other);
  });
}

export type Ordering = '<' | '<=' | '>' | '>=';

/** Python's order comparisons; a TypeError between kinds that have none. */
export function compare(operator: Ordering, left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number') return holds(operator, left, right);
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined) return holds(operator, plain(a), plain(b));
  if (isText(left) && isText(right)) return holds(operator, compareTexts(textOf(left), textOf(right)), 0);
  if (Array.isArray(left) && Array.isArray(right)) return compareLists(operator, left, right);
  if (left instanceof Tuple && right instanceof Tuple) return compareLists(operator, left.items, right.items);
  if (left instanceof Undefined) return left.fail();
  if (right instanceof Undefined) return right.fail();
  return raise(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

function holds(operator: Ordering, left: number | bigint, right: number | bigint): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

/** The first pair that differs decides, else the lengths. */
function compareLists(operator: Ordering, left: readonly Value[], right: readonly Value[]): boolean {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i += 1) {
    spend();
    const [a, b] = [left[i] ?? null, right[i] ?? null];
    if (!equals(a, b)) return compare(operator, a, b);
  }
  return holds(operator, left.length, right.length);
}

export function isLess(left: Value, right: Value): boolean {
  return compare('<', left, right);
}

/** Which of two comes first in Python's `sorted`, by `<` alone. */
export type Order = (left: Value, right: Value) => number;

const byLess: Order = (left, right) => {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (isLess(left, right)) return -1;
  return isLess(right, left) ? 1 : 0;
};

/** As two lists of one element each compare: what is equal needs no order. */
export const byLessUnlessEqual: Order = (left, right) => {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (equals(left, right)) return 0;
  return isLess(left, right) ? -1 : 1;
};

/** Python's `sorted`: stable, and stable in reverse too. */
export function sorted(
  items: readonly Value[],
  keyOf: (item: Value) => Value,
  isReversed = false,
  order: Order = byLess,
): Value[] {
  spend(items.length);
  const pairs = items.map((item) => ({ item, key: keyOf(item) }));
  pairs.sort((a, b) => {
    spend();
    return isReversed ? order(b.key, a.key) : order(a.key, b.key);
  });
  return pairs.map((pair) => pair.item);
}

/** Python's `is`: numbers and texts are never the same object unless Python would share them. */
export function isSame(left: Value, right: Value): boolean {
  return left === right;
}
