import { Float } from '../../kernel/index.ts';
import { claimText } from '../meter.ts';
import { raise } from '../raised.ts';
import { Bytes } from '../values/bytes.ts';
import { cut, escapeBeyondAscii, lengthOf } from '../values/code-points.ts';
import { dictGet, isDict } from '../values/dict.ts';
import { escapeHtml, isText, Markup, textOf } from '../values/markup.ts';
import { clampToNumber, type Integer, integral, isFloat, isNegative, numeric, toDouble } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { printBigint, repr, str } from '../values/print.ts';
import { Range } from '../values/range.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { type FloatStyle, formatMagnitude } from './float-format.ts';
import { type Conversion, percentPieces } from './percent-pieces.ts';

/** Python's `format % arguments`. */

/** A conversion with everything known but the value. */
interface Shape {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** Gives the values one after another, or by name. */
class Supply {
  readonly #values: readonly Value[];
  readonly #whole: Value;
  #next = 0;
  #isNamed = false;

  constructor(whole: Value) {
    this.#whole = whole;
    this.#values = whole instanceof Tuple ? whole.items : [whole];
  }

  take(): Value {
    const value = this.#values[this.#next];
    if (value === undefined || this.#isNamed) return raise('TypeError', 'not enough arguments for format string');
    this.#next += 1;
    return value;
  }

  named(key: string): Value {
    this.#isNamed = true;
    if (this.#whole instanceof Undefined) return this.#whole.fail();
    if (!isDict(this.#whole)) return raise('TypeError', 'format requires a mapping');
    const value = dictGet(this.#whole, key);
    return value === undefined ? raise('KeyError', repr(key)) : value;
  }

  finish(): void {
    const isSpare = this.#next < this.#values.length && !this.#isNamed && !isMapping(this.#whole);
    if (isSpare) raise('TypeError', 'not all arguments converted during string formatting');
  }
}

/** Python's `PyMapping_Check`: what can be subscripted may be left unused. */
function isMapping(value: Value): boolean {
  if (Array.isArray(value) || isDict(value)) return true;
  return value instanceof Undefined || value instanceof Range || value instanceof Bytes;
}

export function formatPercent(format: string | Markup, whole: Value): string | Markup {
  const supply = new Supply(whole);
  const isMarkup = format instanceof Markup;
  const shown = formatAll(textOf(format), supply, isMarkup);
  supply.finish();
  return isMarkup ? new Markup(shown) : shown;
}

function formatAll(format: string, supply: Supply, isMarkup: boolean): string {
  let result = '';
  for (const piece of percentPieces(format)) {
    const shown = typeof piece === 'string' ? piece : formatOne(piece, supply, isMarkup);
    claimText(shown.length);
    result += shown;
  }
  return result;
}

function formatOne(conversion: Conversion, supply: Supply, isMarkup: boolean): string {
  const { type, key, index } = conversion;
  if (type === undefined) return raise('ValueError', 'incomplete format');
  const named = key === undefined ? undefined : supply.named(key);
  const shape = toShape(conversion, type, supply);
  const value = named === undefined ? supply.take() : named;
  if (!'diouxXeEfFgGcrsa'.includes(type)) {
    const code = (type.codePointAt(0) ?? 0).toString(16);
    return raise('ValueError', `unsupported format character '${type}' (0x${code}) at index ${index}`);
  }
  return convert(value, shape, isMarkup);
}

function toShape({ flags, width, precision }: Conversion, type: string, supply: Supply): Shape {
  const wanted = limited(width ?? starValue(supply));
  const decimals = precision === '*' ? Math.max(0, starValue(supply)) : precision;
  return {
    flags: wanted < 0 ? `${flags}-` : flags,
    width: Math.abs(wanted),
    precision: decimals === undefined ? undefined : limited(decimals),
    type,
  };
}

function starValue(supply: Supply): number {
  const whole = integral(supply.take());
  return whole === undefined ? raise('TypeError', '* wants int') : clampToNumber(whole);
}

function limited(value: number): number {
  if (Math.abs(value) > 2 ** 31 - 1) raise('ValueError', 'width too big');
  claimText(Math.abs(value));
  return value;
}

function convert(value: Value, shape: Shape, isMarkup: boolean): string {
  const { type } = shape;
  if ('sra'.includes(type)) return pad(shorten(asText(value, type, isMarkup), shape), shape, ' ');
  if (type === 'c') return pad(asCharacter(value), shape, ' ');
  return 'eEfFgG'.includes(type) ? convertFloat(value, shape) : convertInteger(value, shape);
}

function asText(value: Value, type: string, isMarkup: boolean): string {
  const text = type === 's' ? str(value) : type === 'r' ? repr(value) : escapeBeyondAscii(repr(value));
  return isMarkup && !(type === 's' && value instanceof Markup) ? escapeHtml(text) : text;
}

function shorten(text: string, { precision }: Shape): string {
  return precision === undefined ? text : cut(text, 0, precision);
}

function asCharacter(value: Value): string {
  if (isText(value) && lengthOf(textOf(value)) === 1) return textOf(value);
  const code = integral(value);
  if (code === undefined) return raise('TypeError', '%c requires int or char');
  if (code < 0 || code > 0x10ffff) raise('OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

const RADIX: Record<string, readonly [number, string]> = { o: [8, '0o'], x: [16, '0x'], X: [16, '0X'] };

function convertInteger(value: Value, shape: Shape): string {
  const whole = wholeOf(value, shape.type);
  const [radix, mark] = RADIX[shape.type] ?? [10, ''];
  const magnitude = whole < 0 ? -BigInt(whole) : BigInt(whole);
  const plain = radix === 10 ? printBigint(magnitude) : magnitude.toString(radix);
  const digits = (shape.type === 'X' ? plain.toUpperCase() : plain).padStart(shape.precision ?? 0, '0');
  return padNumber(whole < 0, shape.flags.includes('#') ? mark : '', digits, shape);
}

function wholeOf(value: Value, type: string): Integer {
  if (value instanceof Undefined && !'oxX'.includes(type)) return value.fail();
  const whole = integral(value);
  if (whole !== undefined) return whole;
  const isDecimal = !'oxX'.includes(type);
  if (isDecimal && isFloat(value)) return truncate(toDouble(value));
  const wanted = isDecimal ? 'a real number is required' : 'an integer is required';
  return raise('TypeError', `%${type} format: ${wanted}, not ${typeName(value)}`);
}

function truncate(double: number): Integer {
  if (Number.isNaN(double)) return raise('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(double)) return raise('OverflowError', 'cannot convert float infinity to integer');
  return BigInt(Math.trunc(double));
}

function convertFloat(value: Value, shape: Shape): string {
  const double = doubleOf(value);
  const lower = shape.type.toLowerCase();
  const style: FloatStyle = lower === 'e' ? 'e' : lower === 'f' ? 'f' : 'g';
  const isAlternate = shape.flags.includes('#');
  const text = formatMagnitude(Math.abs(double), { style, precision: shape.precision, isAlternate });
  return padNumber(isNegative(new Float(double)), '', lower === shape.type ? text : text.toUpperCase(), shape);
}

function doubleOf(value: Value): number {
  const number = numeric(value);
  if (number !== undefined) return toDouble(number);
  if (value instanceof Undefined) return value.fail();
  return raise('TypeError', `must be real number, not ${typeName(value)}`);
}

function padNumber(isBelowZero: boolean, mark: string, digits: string, shape: Shape): string {
  const { flags, width } = shape;
  const sign = isBelowZero ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const head = sign + mark;
  if (!flags.includes('0') || flags.includes('-')) return pad(head + digits, shape, ' ');
  return head + digits.padStart(width - head.length, '0');
}

function pad(text: string, { flags, width }: Shape, fill: string): string {
  const filling = fill.repeat(Math.max(0, width - lengthOf(text)));
  return flags.includes('-') ? text + filling : filling + text;
}
