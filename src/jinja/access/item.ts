import type { Value } from '../values/object.ts';
import { repr } from '../values/print.ts';
import { Undefined } from '../values/undefined.ts';
import { describe, pythonAttribute } from './attribute.ts';
import { findItem } from './subscript.ts';

/** Jinja2's `value[key]`: an item, else the attribute of that name, else Undefined. */
export function itemOf(value: Value, key: Value): Value {
  const item = findItem(value, key);
  if (item !== undefined) return item;
  const attribute = typeof key === 'string' ? pythonAttribute(value, key) : undefined;
  return attribute === undefined ? undefinedItem(value, key) : attribute;
}

function undefinedItem(value: Value, key: Value): Undefined {
  return new Undefined(() => {
    if (typeof key === 'string') return `'${describe(value)}' has no attribute '${key}'`;
    return `${describe(value)} has no element ${repr(key)}`;
  });
}
