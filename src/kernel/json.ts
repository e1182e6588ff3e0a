import { mapValues } from './map-values.ts';

/**
 * JSON without loss. Dify's values come from Python, where `5` and `5.0` differ and integers have no upper bound, so:
 * - an integer is a `number` when it is safe, else a `bigint`;
 * - a float with a fraction is a `number` (`2.5`);
 * - a float without one (`5.0`, `1e300`, also NaN and the infinities) is a `Float`.
 * Every text that becomes a value, and every value that becomes a text, goes through the two functions below.
 */

/** A floating point number whose value alone would look like an integer, or which is not finite. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** `JSON.stringify` prints `5.0` for it. JSON has no NaN and no infinities: they become null. */
  toJSON(): unknown {
    return Number.isFinite(this.value) ? JSON.rawJSON(printFloat(this.value)) : null;
  }

  toString(): string {
    return printFloat(this.value);
  }

  valueOf(): number {
    return this.value;
  }
}

export type JsonNumber = number | bigint | Float;
export type JsonPrimitive = null | boolean | string | JsonNumber;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly [key: string]: JsonValue };
export type JsonValue = JsonPrimitive | JsonArray | JsonObject;

/** A float as a value: a plain `number` when it has a fraction, else a `Float`. */
export function float(value: number): number | Float {
  return Number.isInteger(value) || !Number.isFinite(value) ? new Float(value) : value;
}

/** An integer as a value: a `number` when it is safe, else a `bigint`. */
export function integer(value: bigint | number): number | bigint {
  const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? Number(value) : BigInt(value);
}

export function isNumber(value: unknown): value is JsonNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
}

/** True for `5` and `10n`, false for `2.5` and `Float(5)`. */
export function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** The nearest JavaScript number, for arithmetic that does not need exactness. */
export function toNumber(value: JsonNumber): number {
  return value instanceof Float ? value.value : Number(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** Only a text with such a piece, outside its strings, can hold a number that plain `JSON.parse` would change. */
const DELICATE_NUMBER = /(?:^|[:,[\s])-?(?:\d+[.eE]|\d{16})/;

/** Parses JSON, keeping integers and floats apart. Throws a `SyntaxError` that says what is wrong. */
export function parseJson(text: string): JsonValue {
  try {
    // JSON.parse with this reviver makes JSON values and nothing else.
    return (DELICATE_NUMBER.test(text) ? JSON.parse(text, reviveNumber) : JSON.parse(text)) as JsonValue;
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError('JSON is nested too deeply');
    throw error;
  }
}

/** Python reads no longer integers either (`sys.int_info.default_max_str_digits`): the time grows with their square. */
const MOST_DIGITS = 4300;

/** `source` is the number as it was written. */
function reviveNumber(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || context.source === undefined) return value;
  const isFloat = /[.eE]/.test(context.source);
  if (isFloat) return float(value);
  return Number.isSafeInteger(value) ? value : longInteger(context.source);
}

function longInteger(source: string): bigint {
  const digits = source.replace('-', '').length;
  if (digits > MOST_DIGITS) throw new SyntaxError(`An integer has ${digits} digits, at most ${MOST_DIGITS} are read`);
  return BigInt(source);
}

/** Prints JSON, the reverse of `parseJson`: `parseJson(printJson(x))` equals `x`. `indent` in spaces. */
export function printJson(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, undefined, indent) ?? 'null';
  } catch (error) {
    // Only a bigint makes plain JSON.stringify throw here; the replacer costs three times as much, so it comes second.
    if (error instanceof TypeError) return JSON.stringify(value, replaceBigint, indent) ?? 'null';
    if (error instanceof RangeError) throw new SyntaxError('value is nested too deeply for JSON');
    throw error;
  }
}

function replaceBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? JSON.rawJSON(value.toString()) : value;
}

/** A float as Python's `repr` prints it: `5.0`, `1e-07`, `1e+16`, `nan`, `inf`. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (Number.isSafeInteger(value)) return `${value}.0`; // most of them, several times faster than what follows
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+';
    return `${digits}e${sign}${Math.abs(exponent).toString().padStart(2, '0')}`;
  }
  const text = value.toString();
  return text.includes('.') ? text : `${text}.0`;
}

/**
 * The value for code that is not ours and expects plain JSON: floats become numbers. Integers beyond the safe range
 * lose digits, as they do in any JavaScript program.
 */
export function toPlainJson(value: JsonObject): PlainJsonObject;
export function toPlainJson(value: JsonValue): PlainJson;
export function toPlainJson(value: JsonValue): PlainJson {
  if (isNumber(value)) return toNumber(value);
  if (Array.isArray(value)) return value.map((item) => toPlainJson(item));
  if (!isJsonObject(value)) return value as PlainJson;
  return mapValues(value, toPlainJson);
}

export type PlainJson = null | boolean | string | number | PlainJson[] | PlainJsonObject;
export type PlainJsonObject = { [key: string]: PlainJson };
