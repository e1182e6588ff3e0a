import { Float, pythonTypeName } from '../../kernel/index.ts';
import { PythonObject, type Value } from './object.ts';

/** The name of a value's Python class, for error texts. */
export function typeName(value: Value | undefined): string {
  if (value instanceof PythonObject) return value.typeName;
  if (value === undefined) return 'NoneType';
  if (value !== null && typeof value === 'object' && !(value instanceof Float)) {
    return Array.isArray(value) ? 'list' : 'dict';
  }
  return pythonTypeName(value);
}

export function truthy(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number') return value !== 0;
  if (value === null) return false;
  if (typeof value === 'bigint') return value !== 0n;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof PythonObject) return value.isTrue();
  if (value instanceof Float) return value.value !== 0;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}
