import { Float, printFloat, pythonRepr } from '../../kernel/index.ts';
import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { Dict, dictEntries } from './dict.ts';
import { PythonObject, type RawDict, type Value } from './object.ts';
import { Tuple } from './tuple.ts';

const MAX_DIGITS = 4300; // sys.get_int_max_str_digits() of CPython

/** Python's `str(value)`. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof PythonObject && !isContainer(value)) return value.str();
  return repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: Value): string {
  return isContainer(value) ? reprContainer(value, []) : reprLeaf(value);
}

type Container = Value[] | RawDict | Tuple | Dict;

function isContainer(value: Value): value is Container {
  if (typeof value !== 'object' || value === null || value instanceof Float) return false;
  return !(value instanceof PythonObject) || value instanceof Tuple || value instanceof Dict;
}

function reprLeaf(value: Exclude<Value, Container>): string {
  spend();
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : printFloat(value);
  if (typeof value === 'bigint') return printBigint(value);
  if (value instanceof PythonObject) return value.repr();
  return pythonRepr(value);
}

export function printBigint(value: bigint): string {
  const text = value.toString();
  if (text.length > MAX_DIGITS + (value < 0n ? 1 : 0)) {
    raise('ValueError', `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
  }
  return text;
}

/** `open` holds the containers being printed: one inside itself prints as dots. */
function reprContainer(value: Container, open: Container[]): string {
  spend();
  if (open.includes(value)) return Array.isArray(value) ? '[...]' : value instanceof Tuple ? '(...)' : '{...}';
  open.push(value);
  const inner = (item: Value) => (isContainer(item) ? reprContainer(item, open) : reprLeaf(item));
  const text = reprItems(value, inner);
  open.pop();
  return text;
}

function reprItems(value: Container, inner: (item: Value) => string): string {
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (value instanceof Tuple) {
    return value.items.length === 1 ? `(${inner(value.items[0] ?? null)},)` : `(${value.items.map(inner).join(', ')})`;
  }
  return `{${dictEntries(value)
    .map(([key, item]) => `${inner(key)}: ${inner(item)}`)
    .join(', ')}}`;
}
