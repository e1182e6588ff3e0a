import { Float, isJsonObject, isNumber, type JsonNumber, type JsonValue } from '../kernel/index.ts';

/** What Python means by truth, equality, order and numbers in texts: conditions of graphs were written against it. */

/** Python's `bool(value)`. */
export function isTruthy(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Float) return value.value !== 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Python's `a == b`: numbers by value, booleans as 0 and 1. */
export function equals(a: JsonValue, b: JsonValue): boolean {
  const [left, right] = [numeric(a), numeric(b)];
  if (left !== undefined && right !== undefined) return compareNumbers(left, right) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equals(item, b[i] ?? null));
  }
  if (isJsonObject(a) && isJsonObject(b)) return objectsEqual(a, b);
  return a === b;
}

function objectsEqual(a: Record<string, JsonValue>, b: Record<string, JsonValue>): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equals(a[key] ?? null, b[key] ?? null));
}

/** A number, or a boolean as 0 or 1. */
export function numeric(value: JsonValue): JsonNumber | undefined {
  if (typeof value === 'boolean') return Number(value);
  return isNumber(value) ? value : undefined;
}

/** Below, at or above zero; NaN when either is not a number. Exact for big integers. */
export function compareNumbers(a: JsonNumber, b: JsonNumber): number {
  const [left, right] = [primitive(a), primitive(b)];
  if (left < right) return -1;
  if (left > right) return 1;
  return Number.isNaN(left) || Number.isNaN(right) ? Number.NaN : 0;
}

function primitive(value: JsonNumber): number | bigint {
  return value instanceof Float ? value.value : value;
}

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;

/** Python's `int(text)`; undefined where Python raises. */
export function parseInteger(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (!INTEGER.test(trimmed)) return undefined;
  const digits = trimmed.replaceAll('_', '');
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''));
}

/** Python's `float(text)`; undefined where Python raises. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim();
  if (DECIMAL.test(trimmed)) return Number(trimmed.replaceAll('_', ''));
  if (/^[+-]?nan$/i.test(trimmed)) return Number.NaN;
  const infinite = INFINITY.exec(trimmed);
  if (!infinite) return undefined;
  return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Length in code points, as Python counts. */
function textLength(text: string): number {
  let surrogatePairs = 0;
  for (let i = 0; i < text.length - 1; i++) {
    const isPair = isBetween(text.charCodeAt(i), 0xd800, 0xdbff) && isBetween(text.charCodeAt(i + 1), 0xdc00, 0xdfff);
    if (isPair) surrogatePairs++;
  }
  return text.length - surrogatePairs;
}

/** Whether a text has more than `limit` code points, without counting where the answer is plain. */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  return text.length > limit * 2 || textLength(text) > limit;
}

const isBetween = (value: number, low: number, high: number) => value >= low && value <= high;
