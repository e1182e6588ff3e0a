import { Float, float, integer } from '../../kernel/index.ts';
import { strip } from '../methods/plain-text.ts';
import { raise } from '../raised.ts';
import { isText, textOf } from '../values/markup.ts';
import { integral, toDouble } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { repr } from '../values/print.ts';
import { typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';

/** Python's `int(x)` and `float(x)`. */

const MAX_DIGITS = 4300; // sys.get_int_max_str_digits() of CPython

/** Digits of any script as ASCII digits. */
function toAsciiDigits(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Unicode keeps the ten digits of a script together, zero first.
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}

export function readInteger(text: string, base = 10): number | bigint {
  if ((base < 2 && base !== 0) || base > 36) raise('ValueError', 'int() base must be >= 2 and <= 36, or 0');
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(toAsciiDigits(strip(text))) ?? [];
  const found = detectBase(body, base);
  const digits = found.digits.replaceAll('_', '');
  const isWellFormed = /^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(found.digits);
  if (!isWellFormed || !isInBase(digits, found.base)) {
    raise('ValueError', `invalid literal for int() with base ${base}: ${repr(text)}`);
  }
  if (digits.length > MAX_DIGITS && (found.base & (found.base - 1)) !== 0) {
    raise('ValueError', `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
  }
  const magnitude = toBigint(digits, found.base);
  return integer(sign === '-' ? -magnitude : magnitude);
}

const PREFIXES: Record<string, number> = { '0x': 16, '0o': 8, '0b': 2 };

function detectBase(body: string, base: number): { base: number; digits: string } {
  const prefixed = PREFIXES[body.slice(0, 2).toLowerCase()];
  if (prefixed !== undefined && (base === 0 || base === prefixed)) {
    const digits = body.slice(2);
    return { base: prefixed, digits: digits.startsWith('_') ? digits.slice(1) : digits };
  }
  // Without a base, a leading zero is only right for zero itself.
  if (base === 0) return { base: 10, digits: /^0[0_]*[1-9]/.test(body) ? '' : body };
  return { base, digits: body };
}

function isInBase(digits: string, base: number): boolean {
  for (const digit of digits) if (Number.parseInt(digit, 36) >= base) return false;
  return true;
}

function toBigint(digits: string, base: number): bigint {
  if (base === 10) return BigInt(digits);
  let value = 0n;
  for (const digit of digits) value = value * BigInt(base) + BigInt(Number.parseInt(digit, 36));
  return value;
}

const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)?\.?(?:\d+(?:_\d+)*)?(?:e[+-]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)$/i;

function readFloat(text: string): number | Float {
  const trimmed = toAsciiDigits(strip(text));
  const isNumber = FLOAT.test(trimmed) && /\d|inf|nan/i.test(trimmed) && !/^[+-]?\.?e/i.test(trimmed);
  if (!isNumber) raise('ValueError', `could not convert string to float: ${repr(text)}`);
  const plain = trimmed.replaceAll('_', '').toLowerCase();
  if (plain.includes('n')) {
    const isNegative = plain.startsWith('-');
    if (plain.includes('nan')) return new Float(Number.NaN);
    return new Float(isNegative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  }
  return float(Number(plain));
}

export function toInteger(value: Value): number | bigint {
  if (isText(value)) return readInteger(textOf(value));
  const whole = integral(value);
  if (whole !== undefined) return whole;
  if (typeof value === 'number' || value instanceof Float) return truncate(toDouble(value));
  if (value instanceof Undefined) return value.fail();
  return raise(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

function truncate(value: number): number | bigint {
  if (Number.isNaN(value)) return raise('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) return raise('OverflowError', 'cannot convert float infinity to integer');
  return integer(BigInt(Math.trunc(value)));
}

export function toFloat(value: Value): number | Float {
  if (isText(value)) return readFloat(textOf(value));
  if (typeof value === 'boolean') return float(Number(value));
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) return float(toDouble(value));
  if (value instanceof Undefined) return value.fail();
  return raise('TypeError', `float() argument must be a string or a real number, not '${typeName(value)}'`);
}
