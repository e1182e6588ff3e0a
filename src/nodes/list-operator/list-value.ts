import { file, type Value } from '../../engine/index.ts';
import type { JsonValue } from '../../kernel/index.ts';
import { fromForeignJson } from '../json-values.ts';

/** The lists that can be filtered and ordered. */
export type ListValue =
  | Extract<Value, { readonly type: 'array[file]' }>
  | { readonly type: 'array[string]' | 'array[number]' | 'array[boolean]'; readonly value: readonly JsonValue[] };

export function asList(value: Value): ListValue | undefined {
  switch (value.type) {
    case 'array[file]':
      return value;
    case 'array[string]':
    case 'array[number]':
    case 'array[boolean]':
      return { type: value.type, value: value.value };
    default:
      return undefined;
  }
}

/** One element; the last for -1. */
export function elementAt(list: Value, index: number): Value {
  if (list.type === 'array[file]') {
    const found = list.value.at(index);
    return found ? file(found) : fromForeignJson(null);
  }
  return fromForeignJson(Array.isArray(list.value) ? (list.value.at(index) ?? null) : null);
}

/** The same list with some of its elements. */
export function sliced(list: ListValue, from: number, to: number): ListValue {
  return list.type === 'array[file]'
    ? { ...list, value: list.value.slice(from, to) }
    : { ...list, value: list.value.slice(from, to) };
}
