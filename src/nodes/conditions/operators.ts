import {
  isInteger,
  isNumber,
  type JsonNumber,
  type JsonValue,
  pythonRepr,
  pythonStr,
  pythonTypeName,
} from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { compareNumbers, equals, isTruthy, numeric, parseFloatText, parseInteger } from '../python-values.ts';
import type { ComparisonOperator } from './config.ts';

/** Dify core/workflow/utils/condition/processor.py: what each operator means for each kind of actual value. */
type Operator = (actual: JsonValue, expected: JsonValue) => boolean;

const operators: Record<ComparisonOperator, Operator> = {
  contains: (actual, expected) => isTruthy(actual) && contains(actual, expected),
  'not contains': (actual, expected) => !isTruthy(actual) || !contains(actual, expected),
  'start with': (actual, expected) => isTruthy(actual) && text(actual).startsWith(affix(expected, 'startswith')),
  'end with': (actual, expected) => isTruthy(actual) && text(actual).endsWith(affix(expected, 'endswith')),
  is: (actual, expected) => actual !== null && equals(textOrBoolean(actual), expected),
  'is not': (actual, expected) => actual !== null && !equals(textOrBoolean(actual), expected),
  empty: (actual) => !isTruthy(actual),
  'not empty': (actual) => isTruthy(actual),
  in: (actual, expected) => isTruthy(actual) && isOneOf(actual, expected),
  'not in': (actual, expected) => !isTruthy(actual) || !isOneOf(actual, expected),
  'all of': allOf,
  '=': (actual, expected) => actual !== null && equals(actual, likeActual(actual, expected)),
  '≠': (actual, expected) => actual !== null && !equals(actual, likeActual(actual, expected)),
  '>': (actual, expected) => actual !== null && compare(actual, expected) > 0,
  '<': (actual, expected) => actual !== null && compare(actual, expected) < 0,
  '≥': (actual, expected) => actual !== null && compare(actual, expected) >= 0,
  '≤': (actual, expected) => actual !== null && compare(actual, expected) <= 0,
  null: (actual) => actual === null,
  'not null': (actual) => actual !== null,
  exists: (actual) => actual !== null,
  'not exists': (actual) => actual === null,
};

export function holds(operator: ComparisonOperator, actual: JsonValue, expected: JsonValue): boolean {
  return operators[operator](actual, expected);
}

const unary = new Set<ComparisonOperator>(['empty', 'not empty', 'null', 'not null', 'exists', 'not exists']);

export function isUnary(operator: ComparisonOperator): boolean {
  return unary.has(operator);
}

function contains(actual: JsonValue, expected: JsonValue): boolean {
  if (typeof actual === 'string') return actual.includes(pythonStr(expected));
  if (Array.isArray(actual)) return actual.some((item) => equals(item, expected));
  throw new NodeError('ValueError', 'Invalid actual value type: string or array');
}

function text(actual: JsonValue): string {
  if (typeof actual === 'string') return actual;
  throw new NodeError('TypeError', 'Invalid actual value type: string');
}

function affix(expected: JsonValue, method: string): string {
  if (typeof expected === 'string') return expected;
  throw new NodeError('TypeError', `Expected value must be a string for ${method}`);
}

function textOrBoolean(actual: JsonValue): JsonValue {
  if (typeof actual === 'string' || typeof actual === 'boolean') return actual;
  throw new NodeError('ValueError', 'Invalid actual value type: string or boolean');
}

function isOneOf(actual: JsonValue, expected: JsonValue): boolean {
  if (Array.isArray(expected)) return expected.some((item) => equals(actual, item));
  throw new NodeError('ValueError', 'Invalid expected value type: array');
}

function allOf(actual: JsonValue, expected: JsonValue): boolean {
  if (!isHomogeneous(expected)) {
    throw new NodeError('ValueError', 'all of operator expects homogeneous list of strings or booleans');
  }
  if (Array.isArray(actual)) return actual.length > 0 && expected.every((item) => contains(actual, item));
  const isText = typeof actual === 'string' && actual !== '';
  return isText && expected.every((item) => typeof item === 'string' && actual.includes(item));
}

function isHomogeneous(expected: JsonValue): expected is readonly JsonValue[] {
  if (!Array.isArray(expected)) return false;
  return ['string', 'boolean'].some((kind) => expected.every((item) => typeof item === kind));
}

/** What the expected value is beside an actual one, for `=` and `≠`. */
function likeActual(actual: JsonValue, expected: JsonValue): JsonValue {
  if (typeof actual === 'boolean') return isTruthy(scalar(expected, 'bool'));
  if (!isNumber(actual)) throw new NodeError('ValueError', 'Invalid actual value type: number or boolean');
  return isInteger(actual) ? integerOf(scalar(expected, 'int')) : floatOf(scalar(expected, 'float'));
}

function scalar(expected: JsonValue, kind: string): string | JsonNumber {
  if (typeof expected === 'string') return expected;
  const value = numeric(expected);
  if (value !== undefined) return value;
  throw new NodeError('ValueError', `Cannot convert <class '${pythonTypeName(expected)}'> to ${kind}`);
}

function integerOf(expected: string | JsonNumber): JsonNumber {
  if (typeof expected !== 'string') return expected;
  const value = parseInteger(expected);
  if (value !== undefined) return value;
  throw new NodeError('ValueError', `invalid literal for int() with base 10: ${pythonRepr(expected)}`);
}

function floatOf(expected: string | JsonNumber): JsonNumber {
  if (typeof expected !== 'string') return expected;
  const value = parseFloatText(expected);
  if (value !== undefined) return value;
  throw new NodeError('ValueError', `could not convert string to float: ${pythonRepr(expected)}`);
}

/** For the orderings: a text counts as the number it holds. */
function compare(actual: JsonValue, expected: JsonValue): number {
  const left = numeric(actual);
  if (left === undefined) throw new NodeError('ValueError', 'Invalid actual value type: number');
  return compareNumbers(left, numberOf(expected));
}

function numberOf(expected: JsonValue): JsonNumber {
  const value = typeof expected === 'string' ? (parseInteger(expected) ?? parseFloatText(expected)) : numeric(expected);
  if (value !== undefined) return value;
  const shown = typeof expected === 'string' ? `'${expected}'` : `<class '${pythonTypeName(expected)}'>`;
  throw new NodeError('ValueError', `Cannot convert ${shown} to number`);
}
