import { claimText } from '../meter.ts';

/** Exact decimal digits of doubles, rounded half to even, as C's printf and Python's round see them. */

const EXACT_DECIMALS = 1074; // no double has more digits after its point

/** `magnitude * 10 ** decimals`, rounded half to even; `magnitude` is finite and not negative. */
function scaled(magnitude: number, decimals: number): bigint {
  const [mantissa, exponent] = decompose(magnitude);
  const up = (decimals > 0 ? 10n ** BigInt(decimals) : 1n) << BigInt(Math.max(exponent, 0));
  const down = (decimals < 0 ? 10n ** BigInt(-decimals) : 1n) << BigInt(Math.max(-exponent, 0));
  const numerator = mantissa * up;
  const quotient = numerator / down;
  const twice = (numerator % down) * 2n;
  const roundsUp = twice > down || (twice === down && quotient % 2n === 1n);
  return roundsUp ? quotient + 1n : quotient;
}

const view = new DataView(new ArrayBuffer(8));

/** A double as `mantissa * 2 ** exponent`. */
function decompose(magnitude: number): readonly [bigint, number] {
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, exponent - 1075];
}

/** `%.Nf` of a finite number that is not negative. */
export function fixedDigits(magnitude: number, decimals: number): string {
  claimText(decimals);
  if (isSafeForToFixed(magnitude, decimals)) return magnitude.toFixed(decimals);
  const exact = Math.min(decimals, EXACT_DECIMALS);
  const digits = scaled(magnitude, exact)
    .toString()
    .padStart(exact + 1, '0');
  if (decimals === 0) return digits;
  const whole = digits.slice(0, digits.length - exact);
  return `${whole}.${digits.slice(digits.length - exact).padEnd(decimals, '0')}`;
}

/**
 * `toFixed` is exact but rounds ties up. Twice a tie, moved by the decimals, is an odd integer; the product below is
 * exact for every tie, so what is no odd integer is none.
 */
function isSafeForToFixed(magnitude: number, decimals: number): boolean {
  if (decimals > 20 || magnitude >= 1e15) return false;
  return (magnitude * 2 * 10 ** decimals) % 2 !== 1;
}

export interface Scientific {
  /** One digit before the point, the rest after it; no point inside. */
  readonly digits: string;
  readonly exponent: number;
}

/** `%.Ne` of a finite number that is not negative. */
export function scientificDigits(magnitude: number, decimals: number): Scientific {
  claimText(decimals);
  if (magnitude === 0) return { digits: '0'.repeat(decimals + 1), exponent: 0 };
  const exact = Math.min(decimals, EXACT_DECIMALS);
  const estimate = Number(magnitude.toExponential().split('e')[1]);
  for (const exponent of [estimate, estimate - 1, estimate + 1]) {
    const digits = scaled(magnitude, exact - exponent).toString();
    if (digits.length === exact + 1) return { digits: digits.padEnd(decimals + 1, '0'), exponent };
  }
  // Rounding made 9.99… a power of ten.
  return { digits: '1'.padEnd(decimals + 1, '0'), exponent: estimate + 1 };
}

/** Python's `round(x, decimals)` of a finite float. */
export function roundDouble(value: number, decimals: number): number {
  if (decimals > 323 || value === 0) return value;
  const magnitude = Math.abs(value);
  const rounded = decimals >= 0 ? Number(fixedDigits(magnitude, decimals)) : roundAway(magnitude, decimals);
  return value < 0 ? -rounded : rounded;
}

function roundAway(magnitude: number, decimals: number): number {
  if (decimals < -308) return 0;
  return Number(scaled(magnitude, decimals) * 10n ** BigInt(-decimals));
}
