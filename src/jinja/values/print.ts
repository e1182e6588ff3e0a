import { Float, printFloat, pythonRepr } from '../../kernel/index.ts';
import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { isRawDict, printEntries } from './dict.ts';
import { joinParts } from './join.ts';
import { PythonObject, type Value } from './object.ts';

const MAX_DIGITS = 4300; // sys.get_int_max_str_digits() of CPython

/** Python's `str(value)`. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  const own = value instanceof PythonObject ? value.str() : undefined;
  return own ?? repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: Value): string {
  return print(value, []);
}

/** `open` holds the containers being printed: one inside itself prints as dots. */
function print(value: Value, open: Value[]): string {
  spend();
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : printFloat(value);
  if (typeof value === 'bigint') return printBigint(value);
  if (typeof value !== 'object' || value === null || value instanceof Float) return pythonRepr(value);
  const dots = dotsOf(value);
  if (dots !== undefined && open.includes(value)) return dots;
  open.push(value);
  const text = printObject(value, (item) => print(item, open));
  open.pop();
  return text;
}

function dotsOf(value: Value): string | undefined {
  if (Array.isArray(value)) return '[...]';
  return value instanceof PythonObject ? value.dots : '{...}';
}

function printObject(value: Value, inner: (item: Value) => string): string {
  if (Array.isArray(value)) return `[${joinParts(', ', value.map(inner))}]`;
  if (isRawDict(value)) return printEntries(Object.entries(value), inner);
  return value instanceof PythonObject ? value.repr(inner) : '';
}

export function printBigint(value: bigint): string {
  const text = value.toString();
  if (text.length > MAX_DIGITS + (value < 0n ? 1 : 0)) {
    raise('ValueError', `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
  }
  return text;
}
