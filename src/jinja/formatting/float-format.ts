import { printFloat } from '../../kernel/index.ts';
import { fixedDigits, scientificDigits } from './float-digits.ts';

/** `r` is Python's own: the shortest text that reads back, with `.0` when it looks like an integer. */
export type FloatStyle = 'e' | 'f' | 'g' | 'r';

export interface FloatShape {
  readonly style: FloatStyle;
  /** Absent: 6, except for `r`. */
  readonly precision: number | undefined;
  /** `#`: keep the point and trailing zeros. */
  readonly isAlternate: boolean;
}

/** A float without its sign. */
export function formatMagnitude(magnitude: number, shape: FloatShape): string {
  if (Number.isNaN(magnitude)) return 'nan';
  if (magnitude === Number.POSITIVE_INFINITY) return 'inf';
  const precision = shape.precision ?? 6;
  if (shape.style === 'f') return withPoint(fixedDigits(magnitude, precision), shape);
  if (shape.style === 'e') return exponential(magnitude, precision, shape);
  if (shape.style === 'r' && shape.precision === undefined) return printFloat(magnitude);
  return general(magnitude, Math.max(precision, 1), shape);
}

function withPoint(text: string, shape: FloatShape): string {
  return shape.isAlternate && !text.includes('.') ? `${text}.` : text;
}

function exponential(magnitude: number, decimals: number, shape: FloatShape): string {
  const { digits, exponent } = scientificDigits(magnitude, decimals);
  return joinExponent(digits, exponent, shape.isAlternate);
}

function joinExponent(digits: string, exponent: number, keepsPoint: boolean): string {
  const rest = digits.slice(1);
  const point = rest !== '' || keepsPoint ? '.' : '';
  const sign = exponent < 0 ? '-' : '+';
  return `${digits[0]}${point}${rest}e${sign}${Math.abs(exponent).toString().padStart(2, '0')}`;
}

/** `%g`, and `r` with a precision: the same, but it always shows that it is a float. */
function general(magnitude: number, precision: number, shape: FloatShape): string {
  const { digits, exponent } = scientificDigits(magnitude, precision - 1);
  const isOwn = shape.style === 'r';
  const kept = shape.isAlternate ? digits : digits.replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= precision - (isOwn ? 1 : 0)) {
    return joinExponent(kept, exponent, shape.isAlternate);
  }
  const text = placePoint(kept, exponent);
  if (isOwn && !text.includes('.')) return `${text}.0`;
  return withPoint(text, shape);
}

function placePoint(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return rest === '' ? whole : `${whole}.${rest}`;
}
