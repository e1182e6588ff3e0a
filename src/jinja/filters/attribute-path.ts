import { itemOf } from '../access/item.ts';
import { readInteger } from '../formatting/read-number.ts';
import { textChecks } from '../methods/text-checks.ts';
import { isText, textOf } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { Undefined } from '../values/undefined.ts';

/** `attribute='a.b.0'` of filters: the way from an item to what is meant. */

export type KeyOf = (item: Value) => Value;

function partsOf(attribute: Value): readonly Value[] {
  if (attribute === null) return [];
  if (!isText(attribute)) return [attribute];
  return textOf(attribute)
    .split('.')
    .map((part) => (textChecks.isdigit?.(part) ? readInteger(part) : part));
}

export function attributeGetter(attribute: Value, fallback: Value = null): KeyOf {
  const parts = partsOf(attribute);
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = itemOf(value, part);
      if (fallback !== null && value instanceof Undefined) value = fallback;
    }
    return value;
  };
}

/** Several attributes between commas, compared one after the other. */
export function attributesGetter(attribute: Value): (item: Value) => Value[] {
  const attributes: readonly Value[] = isText(attribute) ? textOf(attribute).split(',') : [attribute];
  const getters = attributes.map((part) => attributeGetter(part));
  return (item) => getters.map((getter) => getter(item));
}

/** Texts are compared without regard to case unless a filter is told otherwise. */
export function foldCase(value: Value): Value {
  return isText(value) ? textOf(value).toLowerCase() : value;
}
