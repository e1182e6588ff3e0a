import { Float, float, integer } from '../../kernel/index.ts';
import { raise } from '../raised.ts';
import { type MethodTable, method, methodTable, positional } from '../values/call.ts';
import { bitLength, type Integer, type Numeric, toDouble } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { Tuple } from '../values/tuple.ts';

/** The methods and data attributes of int and float. */

export const integerMethods: MethodTable<Integer> = methodTable<Integer>(
  method('bit_length', positional(), (value) => bitLength(BigInt(value))),
  method('bit_count', positional(), (value) => {
    const bits = BigInt(value).toString(2);
    return bits.split('1').length - 1;
  }),
  method('conjugate', positional(), (value) => value),
  method('is_integer', positional(), () => true),
  method('as_integer_ratio', positional(), (value) => new Tuple([value, 1])),
);

export const floatMethods: MethodTable<number | Float> = methodTable<number | Float>(
  method('is_integer', positional(), (value) => value instanceof Float && Number.isInteger(value.value)),
  method('conjugate', positional(), (value) => value),
  method('as_integer_ratio', positional(), ratio),
);

function ratio(value: Numeric): Tuple {
  const double = toDouble(value);
  if (!Number.isFinite(double)) raise('OverflowError', 'cannot convert Infinity or NaN to integer ratio');
  let [numerator, shift] = [double, 0];
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    shift += 1;
  }
  return new Tuple([integer(BigInt(numerator)), integer(1n << BigInt(shift))]);
}

export function integerAttribute(value: Integer, name: string): Value | undefined {
  if (name === 'real' || name === 'numerator') return value;
  if (name === 'imag') return 0;
  return name === 'denominator' ? 1 : undefined;
}

export function floatAttribute(value: number | Float, name: string): Value | undefined {
  if (name === 'real') return value;
  return name === 'imag' ? float(0) : undefined;
}
