import {
  Float,
  isJsonObject,
  isNumber,
  type JsonNumber,
  type JsonObject,
  type JsonValue,
  pythonRepr,
  toNumber,
} from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';

export function invalidSchema(message: string, cause?: unknown): NodeError {
  return new NodeError('ValueError', `Invalid JSON schema: ${message}`, { cause });
}

export const isText = (value: JsonValue) => typeof value === 'string';
export const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const types: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: isText,
  number: isNumber,
  // 5.0 is an integer, too (draft 6 and later)
  integer: (value) => isNumber(value) && (typeof value === 'bigint' || Number.isInteger(toNumber(value))),
  array: isList,
  object: isJsonObject,
};

export function isOfType(expected: JsonValue, value: JsonValue): boolean {
  return typeList(expected).some((name) => {
    const is = Object.hasOwn(types, name) ? types[name] : undefined;
    if (!is) throw invalidSchema(`${pythonRepr(name)} is no type`);
    return is(value);
  });
}

export function typeList(expected: JsonValue): string[] {
  return (isList(expected) ? expected : [expected]).map(textOf);
}

/** Equal as in Python, where `5 == 5.0`, but a truth value is no number. */
export function equals(a: JsonValue, b: JsonValue): boolean {
  if (isNumber(a) && isNumber(b)) return compare(a, b) === 0;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => equals(item, b[i] ?? null));
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => has(b, key) && equals(a[key] ?? null, b[key] ?? null))
  );
}

/** By what they look like: to compare each with each takes minutes for a list that fits into one request. */
export function isUnique(items: readonly JsonValue[]): boolean {
  return new Set(items.map(lookOf)).size === items.length;
}

/** One text for all values that are equal, and for no others. */
function lookOf(value: JsonValue): string {
  if (isNumber(value)) return lookOfNumber(plain(value));
  if (isList(value)) return `[${value.map(lookOf).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, held]) => `${JSON.stringify(name)}:${lookOf(held)}`);
  return `{${fields.toSorted().join()}}`;
}

function lookOfNumber(value: number | bigint): string {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : value.toString();
}

/** JavaScript compares a bigint with a number exactly. */
export function compare(a: JsonValue, b: JsonValue): number {
  const [left, right] = [plain(numberOf(a)), plain(numberOf(b))];
  return left < right ? -1 : left > right ? 1 : 0;
}

const plain = (value: JsonNumber): number | bigint => (value instanceof Float ? value.value : value);

export function isMultiple(value: JsonValue, factor: JsonValue): boolean {
  const [a, b] = [plain(numberOf(value)), plain(numberOf(factor))];
  if (typeof a === 'bigint' && Number.isInteger(Number(b))) return a % BigInt(b) === 0n;
  const quotient = Number(a) / Number(b);
  return Number.isInteger(quotient);
}

export function has(value: JsonValue, name: string): value is JsonObject {
  return isJsonObject(value) && Object.hasOwn(value, name);
}

export const entriesOf = (value: JsonValue) => (isJsonObject(value) ? Object.entries(value) : []);

export function textOf(expected: JsonValue): string {
  if (typeof expected === 'string') return expected;
  throw invalidSchema(`${pythonRepr(expected)} is not of type 'string'`);
}

export function numberOf(expected: JsonValue): JsonNumber {
  if (isNumber(expected)) return expected;
  throw invalidSchema(`${pythonRepr(expected)} is not of type 'number'`);
}

export function listOf(expected: JsonValue): readonly JsonValue[] {
  if (isList(expected)) return expected;
  throw invalidSchema(`${pythonRepr(expected)} is not of type 'array'`);
}

export function mapOf(expected: JsonValue): JsonObject {
  if (isJsonObject(expected)) return expected;
  throw invalidSchema(`${pythonRepr(expected)} is not of type 'object'`);
}
