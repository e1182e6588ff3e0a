import { Float, float, integer } from '../../kernel/index.ts';
import { roundDouble } from '../formatting/float-digits.ts';
import { formatValue } from '../formatting/format-spec.ts';
import { readInteger, toFloat, toInteger } from '../formatting/read-number.ts';
import { optionalWhole, wholeArgument } from '../methods/argument.ts';
import { isRaised, raise } from '../raised.ts';
import { parameters } from '../values/call.ts';
import { isText, textOf } from '../values/markup.ts';
import {
  divideNumbers,
  type Integer,
  integral,
  isFloat,
  isNegative,
  multiplyNumbers,
  negate,
  numeric,
  power,
  toDouble,
} from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { truthy, typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { type Filter, filter } from './filter.ts';

/** Filters that compute or read numbers. */

function absolute(value: Value): Value {
  const number = numeric(value);
  if (number === undefined) return raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
  return isNegative(number) ? negate(number) : number;
}

/** The first of some ways that does not fail with one of these errors. */
function attempt(kinds: readonly string[], way: () => Value, otherwise: () => Value): Value {
  try {
    return way();
  } catch (error) {
    if (isRaised(error, ...kinds)) return otherwise();
    throw error;
  }
}

function toInt(value: Value, fallback: Value, base: Value): Value {
  const direct = () => (isText(value) ? readInteger(textOf(value), wholeArgument(base)) : toInteger(value));
  // "42.23" is read as a float and cut.
  const byFloat = () =>
    attempt(
      ['TypeError', 'ValueError', 'OverflowError'],
      () => toInteger(toFloat(value)),
      () => fallback,
    );
  return attempt(['TypeError', 'ValueError'], direct, byFloat);
}

function round(value: Value, precision: Value, method: Value): Value {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    raise('FilterArgumentError', 'method must be common, ceil or floor');
  }
  if (method === 'common') return roundCommon(value, precision);
  const number = numeric(value);
  const scale = power(10, numeric(precision) ?? wholeArgument(precision));
  if (number === undefined) return refuse(value, 'must be real number, not');
  const cut = multiplyNumbers(number, scale);
  return divideNumbers(isFloat(cut) ? wholeDouble(toDouble(cut), method) : cut, scale);
}

function refuse(value: Value, message: string): never {
  if (value instanceof Undefined) return value.fail();
  return raise('TypeError', `${message} ${typeName(value)}`);
}

function wholeDouble(value: number, method: 'ceil' | 'floor'): Integer {
  if (Number.isNaN(value)) return raise('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) return raise('OverflowError', 'cannot convert float infinity to integer');
  return integer(BigInt(method === 'ceil' ? Math.ceil(value) : Math.floor(value)));
}

function roundCommon(value: Value, precision: Value): Value {
  const decimals = optionalWhole(precision);
  const whole = integral(value);
  if (whole !== undefined) return decimals === undefined || decimals >= 0 ? whole : roundInteger(whole, -decimals);
  if (!isFloat(value)) return raise('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
  const double = toDouble(value);
  if (decimals === undefined) return integer(BigInt(roundDouble(finite(double), 0)));
  if (!Number.isFinite(double)) return value;
  const rounded = roundDouble(double, decimals);
  if (!Number.isFinite(rounded)) raise('OverflowError', 'rounded value too large to represent');
  return float(rounded);
}

function finite(value: number): number {
  if (Number.isNaN(value)) return raise('ValueError', 'cannot convert float NaN to integer');
  return Number.isFinite(value) ? value : raise('OverflowError', 'cannot convert float infinity to integer');
}

/** Half to even at a power of ten. */
function roundInteger(value: Integer, zeros: number): Integer {
  if (zeros > 5000) return 0;
  const unit = 10n ** BigInt(zeros);
  const big = BigInt(value);
  const rest = ((big % unit) + unit) % unit;
  const floor = big - rest;
  const roundsUp = rest * 2n > unit || (rest * 2n === unit && (floor / unit) % 2n !== 0n);
  return integer(roundsUp ? floor + unit : floor);
}

const DECIMAL = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

function fileSize(value: Value, isBinary: boolean): string {
  const bytes = toDouble(toFloat(value));
  const [base, units] = isBinary ? [1024, BINARY] : [1000, DECIMAL];
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${toInteger(new Float(bytes))} Bytes`;
  // NaN is smaller than nothing and ends with the last unit, as in Jinja2.
  const index = units.findIndex((_, place) => bytes < base ** (place + 2));
  const place = index < 0 ? units.length - 1 : index;
  return `${formatValue(float((base * bytes) / base ** (place + 2)), '.1f')} ${units[place]}`;
}

export const numberFilters: readonly Filter[] = [
  filter('abs', parameters(), absolute),
  filter('int', parameters(['default', 0], ['base', 10]), (value, [fallback, base]) =>
    toInt(value, fallback ?? null, base ?? null),
  ),
  filter('float', parameters(['default', new Float(0)]), (value, [fallback]) =>
    attempt(
      ['TypeError', 'ValueError'],
      () => toFloat(value),
      () => fallback ?? null,
    ),
  ),
  filter('round', parameters(['precision', 0], ['method', 'common']), (value, [precision, method]) =>
    round(value, precision ?? null, method ?? null),
  ),
  filter('filesizeformat', parameters(['binary', false]), (value, [binary]) => fileSize(value, truthy(binary ?? null))),
];
