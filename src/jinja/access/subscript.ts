import { isRaised, raise } from '../raised.ts';
import { Bytes } from '../values/bytes.ts';
import { characterAt, charactersOf, cut, hasSurrogates, lengthOf } from '../values/code-points.ts';
import { dictGet, isDict } from '../values/dict.ts';
import { Markup } from '../values/markup.ts';
import { integral } from '../values/numbers.ts';
import { PythonObject, type Value } from '../values/object.ts';
import { repr } from '../values/print.ts';
import { Range } from '../values/range.ts';
import { type Slice, sequenceIndex, sliceBounds, sliceItems } from '../values/slice.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';

/** Subscripts as Python has them. */

/** Python's `value[key]`, or undefined for the errors that Jinja2 forgives. */
export function findItem(value: Value, key: Value): Value | undefined {
  if (Array.isArray(value)) return pick(value, key);
  if (isDict(value)) return forgiving(() => dictGet(value, key));
  if (typeof value === 'string') return pickCharacter(value, key);
  if (value instanceof Tuple) return pick(value.items, key);
  if (value instanceof Markup) {
    const character = pickCharacter(value.text, key);
    return character === undefined ? undefined : new Markup(character);
  }
  return value instanceof PythonObject ? value.item(key) : undefined;
}

function forgiving(look: () => Value | undefined): Value | undefined {
  try {
    return look();
  } catch (error) {
    if (isRaised(error, 'TypeError')) return undefined;
    throw error;
  }
}

function pick(items: readonly Value[], key: Value): Value | undefined {
  const index = sequenceIndex(key, items.length);
  return index === undefined ? undefined : items[index];
}

function pickCharacter(text: string, key: Value): string | undefined {
  const index = sequenceIndex(key, lengthOf(text));
  return index === undefined ? undefined : characterAt(text, index);
}

/** Python's own `value[key]`, with its errors: what `str.format` uses. */
export function strictItem(value: Value, key: Value): Value {
  const item = isDict(value) ? dictGet(value, key) : findItem(value, key);
  if (item !== undefined) return item;
  if (isDict(value)) return raise('KeyError', repr(key));
  const isSequence = Array.isArray(value) || typeof value === 'string' || value instanceof Tuple;
  if (!isSequence) return raise('TypeError', `'${typeName(value)}' object is not subscriptable`);
  if (integral(key) === undefined)
    return raise('TypeError', `${typeName(value)} indices must be integers or slices, not ${typeName(key)}`);
  return raise('IndexError', `${typeName(value)} index out of range`);
}

/** `value[start:stop:step]`; here Jinja2 forgives nothing. */
export function sliceOf(value: Value, slice: Slice): Value {
  if (typeof value === 'string') return sliceText(value, slice);
  if (Array.isArray(value)) return sliceItems(value, slice);
  if (value instanceof Tuple) return new Tuple(sliceItems(value.items, slice));
  if (value instanceof Markup) return new Markup(sliceText(value.text, slice));
  if (value instanceof Range) return value.slice(slice);
  if (value instanceof Bytes) return new Bytes(Uint8Array.from(sliceItems([...value.bytes], slice)));
  if (value instanceof Undefined) return value.fail();
  if (isDict(value)) return raise('TypeError', "unhashable type: 'slice'");
  return raise('TypeError', `'${typeName(value)}' object is not subscriptable`);
}

function sliceText(text: string, slice: Slice): string {
  if (hasSurrogates(text)) return sliceItems(charactersOf(text), slice).join('');
  const { start, stop, step } = sliceBounds(slice, text.length);
  if (step === 1) return cut(text, start, Math.max(start, stop));
  return sliceItems(text.split(''), slice).join('');
}
