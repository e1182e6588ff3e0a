import { Float } from '../../kernel/index.ts';
import { claimText } from '../meter.ts';
import { raise } from '../raised.ts';
import { cut, lengthOf } from '../values/code-points.ts';
import { isText, textOf } from '../values/markup.ts';
import { type Integer, integral, isNegative, type Numeric, toDouble } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { printBigint, str } from '../values/print.ts';
import { typeName } from '../values/types.ts';
import { type FloatStyle, formatMagnitude } from './float-format.ts';

/** Python's format specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly hidesNegativeZero: boolean;
  readonly isAlternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?(.?)$/su;

/** Python's `format(value, spec)`. */
export function formatValue(value: Value, text: string): string {
  if (text === '') return str(value);
  if (isText(value)) return formatText(textOf(value), parseSpec(text, 'str'));
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' || value instanceof Float) {
    return formatNumber(value, text);
  }
  return raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
}

function parseSpec(text: string, owner: string): Spec {
  const found = SPEC.exec(text);
  if (!found) return raise('ValueError', `Invalid format specifier '${text}' for object of type '${owner}'`);
  const [, fill, align, sign = '', zero, alternate, padding, width, grouping = '', precision, type = ''] = found;
  return {
    fill: fill ?? (padding ? '0' : ' '),
    align: align ?? (padding && owner !== 'str' ? '=' : undefined),
    sign,
    hidesNegativeZero: zero === 'z',
    isAlternate: alternate === '#',
    width: limited(width),
    grouping,
    precision: precision === undefined ? undefined : limited(precision),
    type,
  };
}

function limited(digits: string | undefined): number {
  const value = Number(digits || '0');
  if (value > 2 ** 31 - 1) raise('ValueError', 'Too many decimal digits in format string');
  claimText(value);
  return value;
}

function formatText(text: string, spec: Spec): string {
  const { type, sign, isAlternate, align, grouping } = spec;
  if (type !== '' && type !== 's') unknownCode(type, 'str');
  if (sign !== '') raise('ValueError', 'Sign not allowed in string format specifier');
  if (isAlternate) raise('ValueError', 'Alternate form (#) not allowed in string format specifier');
  if (align === '=') raise('ValueError', "'=' alignment not allowed in string format specifier");
  if (grouping !== '') raise('ValueError', `Cannot specify '${grouping}' with 's'.`);
  const shown = spec.precision === undefined ? text : cut(text, 0, spec.precision);
  return fillUp(shown, spec, '<');
}

function unknownCode(type: string, owner: string): never {
  raise('ValueError', `Unknown format code '${type}' for object of type '${owner}'`);
}

/** Fills up to the width; `fallback` is the side when the spec names none. */
function fillUp(text: string, spec: Spec, fallback: string): string {
  const missing = spec.width - lengthOf(text);
  if (missing <= 0) return text;
  const align = spec.align ?? fallback;
  const left = align === '<' ? 0 : align === '^' ? missing >> 1 : missing;
  return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
}

function formatNumber(value: boolean | Numeric, text: string): string {
  const owner = typeName(value);
  const spec = parseSpec(text, owner);
  const whole = integral(value);
  if (typeof value === 'boolean' && spec.type === 's') unknownCode('s', 'bool');
  const isWholeType = spec.type === '' || 'bcdoxXn'.includes(spec.type);
  if (whole !== undefined && isWholeType) return formatInteger(whole, spec);
  if (spec.type !== '' && !'eEfFgGn%'.includes(spec.type)) unknownCode(spec.type, owner);
  return formatFloat(toDouble(typeof value === 'boolean' ? Number(value) : value), spec);
}

const RADIX: Record<string, readonly [number, string]> = { b: [2, '0b'], o: [8, '0o'], x: [16, '0x'], X: [16, '0X'] };

function formatInteger(value: Integer, spec: Spec): string {
  if (spec.precision !== undefined) raise('ValueError', 'Precision not allowed in integer format specifier');
  if (spec.hidesNegativeZero)
    raise('ValueError', 'Negative zero coercion (z) not allowed in format specifier with integer');
  if (spec.type === 'c') return formatCharacter(value, spec);
  const [radix, mark] = RADIX[spec.type] ?? [10, ''];
  if (spec.grouping === ',' && radix !== 10) raise('ValueError', `Cannot specify ',' with '${spec.type}'.`);
  if (spec.grouping !== '' && spec.type === 'n') raise('ValueError', `Cannot specify '${spec.grouping}' with 'n'.`);
  const magnitude = value < 0 ? -BigInt(value) : BigInt(value);
  const digits = radix === 10 ? printBigint(magnitude) : magnitude.toString(radix);
  const shown = spec.type === 'X' ? digits.toUpperCase() : digits;
  return layOut({ isNegative: value < 0, prefix: spec.isAlternate ? mark : '', digits: shown, rest: '' }, spec);
}

function formatCharacter(value: Integer, spec: Spec): string {
  if (spec.sign !== '') raise('ValueError', "Sign not allowed with integer format specifier 'c'");
  if (spec.isAlternate) raise('ValueError', "Alternate form (#) not allowed with integer format specifier 'c'");
  if (spec.grouping !== '') raise('ValueError', `Cannot specify '${spec.grouping}' with 'c'.`);
  if (value < 0 || value > 0x10ffff) raise('OverflowError', '%c arg not in range(0x110000)');
  return fillUp(String.fromCodePoint(Number(value)), spec, '>');
}

const STYLES: Record<string, FloatStyle> = { '': 'r', e: 'e', f: 'f', g: 'g', n: 'g', '%': 'f' };

function formatFloat(given: number, spec: Spec): string {
  const { type, isAlternate, precision } = spec;
  if (spec.grouping !== '' && type === 'n') raise('ValueError', `Cannot specify '${spec.grouping}' with 'n'.`);
  const value = type === '%' ? given * 100 : given;
  const style = STYLES[type.toLowerCase()] ?? 'g';
  const text = formatMagnitude(Math.abs(value), { style, precision, isAlternate });
  const [, digits = '', rest = ''] = /^(\d*)(.*)$/.exec(text) ?? [];
  const isZero = spec.hidesNegativeZero && !/[1-9]/.test(text.split('e')[0] ?? '') && Number.isFinite(value);
  const parts: NumberParts = {
    isNegative: isNegative(new Float(value)) && !isZero,
    prefix: '',
    digits: type === 'F' || type === 'E' || type === 'G' ? digits.toUpperCase() : digits,
    rest: (type === 'F' || type === 'E' || type === 'G' ? rest.toUpperCase() : rest) + (type === '%' ? '%' : ''),
  };
  return layOut(parts, spec);
}

interface NumberParts {
  readonly isNegative: boolean;
  readonly prefix: string;
  /** Before the point; empty for nan and inf. */
  readonly digits: string;
  readonly rest: string;
}

/** Sign, prefix, grouped digits and the filling between them. */
function layOut(parts: NumberParts, spec: Spec): string {
  const sign = parts.isNegative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const head = sign + parts.prefix;
  const isPaddedInside = spec.align === '=';
  const room = isPaddedInside && spec.fill === '0' ? spec.width - head.length - parts.rest.length : 0;
  const digits = group(parts.digits, spec, room);
  if (!isPaddedInside) return fillUp(head + digits + parts.rest, spec, '>');
  const missing = spec.width - lengthOf(head + digits + parts.rest);
  return head + spec.fill.repeat(Math.max(0, missing)) + digits + parts.rest;
}

/** Separators between groups; zeros that fill the room are grouped too. */
function group(digits: string, spec: Spec, room: number): string {
  if (spec.grouping === '' || digits === '') return digits;
  const size = 'boxX'.includes(spec.type) && spec.type !== '' ? 4 : 3;
  let filled = digits;
  while (groupedLength(filled.length, size) < room) filled = `0${filled}`;
  const groups: string[] = [];
  for (let end = filled.length; end > 0; end -= size) groups.unshift(filled.slice(Math.max(0, end - size), end));
  return groups.join(spec.grouping);
}

function groupedLength(digits: number, size: number): number {
  return digits + Math.floor((digits - 1) / size);
}
