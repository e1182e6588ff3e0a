import { Float, float, integer } from '../../kernel/index.ts';
import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import type { Value } from './object.ts';

export type Numeric = number | bigint | Float;
export type Integer = number | bigint;

/** The number behind a value; booleans count as 0 and 1. */
export function numeric(value: Value | undefined): Numeric | undefined {
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) return value;
  return typeof value === 'boolean' ? Number(value) : undefined;
}

export function isFloat(value: Value | undefined): value is number | Float {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

/** The integer behind a value, booleans included. */
export function integral(value: Value | undefined): Integer | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'bigint' ? value : undefined;
}

/** A number as a double; an integer that no double can hold is Python's OverflowError. */
export function toDouble(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  const double = Number(value);
  return Number.isFinite(double) ? double : raise('OverflowError', 'int too large to convert to float');
}

export function bitLength(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  return value === 0n ? 0 : (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0] ?? '0', 16)));
}

type Operation = (left: Numeric, right: Numeric) => Numeric;

/** An operation that is exact on integers and IEEE on floats. */
function exactOrDouble(exact: (a: bigint, b: bigint) => bigint, double: (a: number, b: number) => number): Operation {
  return (left, right) => {
    if (isFloat(left) || isFloat(right)) return float(double(toDouble(left), toDouble(right)));
    const quick = double(Number(left), Number(right));
    if (typeof left === 'number' && typeof right === 'number' && Number.isSafeInteger(quick)) return quick + 0;
    return integer(exact(BigInt(left), BigInt(right)));
  };
}

export const addNumbers = exactOrDouble(
  (a, b) => a + b,
  (a, b) => a + b,
);
export const subtractNumbers = exactOrDouble(
  (a, b) => a - b,
  (a, b) => a - b,
);
export const multiplyNumbers = exactOrDouble(multiplyBig, (a, b) => a * b);

const MAX_BITS = 1 << 20; // larger integers are of no use in a text and cost seconds

function multiplyBig(a: bigint, b: bigint): bigint {
  const bits = bitLength(a) + bitLength(b);
  claimBits(bits);
  return a * b;
}

function claimBits(bits: number): void {
  if (bits > MAX_BITS) raise('MemoryError', 'an integer is too large');
  spend(bits >> 6);
}

/** `left / right` of integers and floats: always a float, correctly rounded. */
export function divideNumbers(left: Numeric, right: Numeric): number | Float {
  const isZero = right instanceof Float ? right.value === 0 : Number(right) === 0;
  if (isZero)
    raise('ZeroDivisionError', isFloat(left) || isFloat(right) ? 'float division by zero' : 'division by zero');
  const isBig = typeof left === 'bigint' || typeof right === 'bigint';
  if (!isBig || isFloat(left) || isFloat(right)) return float(toDouble(left) / toDouble(right));
  return float(divideBig(BigInt(left), BigInt(right)));
}

/** Keeps more bits of the quotient than a double has, with a sticky last bit, so that `Number` rounds once and well. */
function divideBig(left: bigint, right: bigint): number {
  const isNegative = left < 0n !== right < 0n;
  const [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  const shift = 66 - (bitLength(a) - bitLength(b));
  const [numerator, denominator] = shift > 0 ? [a << BigInt(shift), b] : [a, b << BigInt(-shift)];
  const quotient = numerator / denominator;
  const sticky = numerator % denominator === 0n ? quotient : quotient | 1n;
  const half = Math.trunc(-shift / 2); // in two steps, for a power of two may itself be out of range
  const result = Number(sticky) * 2 ** half * 2 ** (-shift - half);
  if (!Number.isFinite(result)) raise('OverflowError', 'integer division result too large for a float');
  return isNegative ? -result : result;
}

/** Python's floor division and its remainder: the remainder has the sign of the divisor. */
export function divideFloor(left: Numeric, right: Numeric): readonly [Numeric, Numeric] {
  if (isFloat(left) || isFloat(right)) {
    const [quotient, remainder] = floorDoubles(toDouble(left), toDouble(right));
    return [float(quotient), float(remainder)];
  }
  if (Number(right) === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
  if (typeof left === 'number' && typeof right === 'number') {
    const remainder = left % right;
    const fixed = remainder !== 0 && remainder < 0 !== right < 0 ? remainder + right : remainder;
    const quotient = (left - fixed) / right;
    if (Number.isSafeInteger(left - fixed)) return [quotient + 0, fixed + 0];
  }
  return floorBig(BigInt(left), BigInt(right));
}

function floorBig(left: bigint, right: bigint): readonly [Integer, Integer] {
  const remainder = left % right;
  const isOff = remainder !== 0n && remainder < 0n !== right < 0n;
  const quotient = left / right - (isOff ? 1n : 0n);
  return [integer(quotient), integer(isOff ? remainder + right : remainder)];
}

/** As CPython's float_divmod: the quotient is made whole after the remainder is known. */
function floorDoubles(left: number, right: number): readonly [number, number] {
  if (right === 0) raise('ZeroDivisionError', 'float modulo by zero');
  let remainder = left % right;
  let quotient = (left - remainder) / right;
  if (remainder === 0) remainder = right < 0 ? -0 : 0;
  else if (remainder < 0 !== right < 0) {
    remainder += right;
    quotient -= 1;
  }
  if (quotient === 0) return [Object.is(left / right, -0) || left / right < 0 ? -0 : 0, remainder];
  const floored = Math.floor(quotient);
  return [quotient - floored > 0.5 ? floored + 1 : floored, remainder];
}

export function power(base: Numeric, exponent: Numeric): Numeric {
  const isIntegral = !isFloat(base) && !isFloat(exponent);
  if (isIntegral && exponent >= 0) return powerInteger(BigInt(base), BigInt(exponent));
  const [x, y] = [toDouble(base), toDouble(exponent)];
  if (x === 0 && y < 0) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (x === 1) return float(1); // where JavaScript answers NaN for 1 ** NaN and 1 ** Infinity
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return float(1);
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    raise('ValueError', 'complex numbers are not supported in templates');
  }
  const result = x ** y;
  const isOverflow = !Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y);
  if (isOverflow) raise('OverflowError', "(34, 'Numerical result out of range')");
  return float(result);
}

function powerInteger(base: bigint, exponent: bigint): Integer {
  if (base !== 0n && base !== 1n && base !== -1n) {
    const bits = Number(exponent) * bitLength(base);
    claimBits(bits);
  }
  return integer(base ** exponent);
}

export function negate(value: Numeric): Numeric {
  if (value instanceof Float) return float(-value.value);
  if (typeof value === 'bigint') return integer(-value);
  return Number.isInteger(value) ? 0 - value : -value;
}

export function isNegative(value: Numeric): boolean {
  if (value instanceof Float) return value.value < 0 || Object.is(value.value, -0);
  return value < 0;
}

/** An integer argument (`width`, `count`) as a safe number; what is larger is cut down to the largest. */
export function clampToNumber(value: Integer): number {
  if (typeof value === 'number') return value;
  return value < 0n ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
}
