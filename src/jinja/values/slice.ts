import { claimItems } from '../meter.ts';
import { raise } from '../raised.ts';
import { clampToNumber, integral } from './numbers.ts';
import type { Value } from './object.ts';

export interface Slice {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

export interface SliceBounds {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

function bound(value: Value): number | undefined {
  if (value === null) return undefined;
  const whole = integral(value);
  if (whole === undefined)
    return raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
  return clampToNumber(whole);
}

/** Python's `slice.indices(length)`. */
export function sliceBounds(slice: Slice, length: number): SliceBounds {
  const step = bound(slice.step) ?? 1;
  if (step === 0) raise('ValueError', 'slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const place = (value: number | undefined, fallback: number) => {
    if (value === undefined) return fallback;
    return Math.min(Math.max(value < 0 ? value + length : value, lowest), highest);
  };
  const isForward = step > 0;
  return {
    start: place(bound(slice.start), isForward ? lowest : highest),
    stop: place(bound(slice.stop), isForward ? highest : lowest),
    step,
  };
}

function sliceCount({ start, stop, step }: SliceBounds): number {
  return Math.max(0, Math.ceil((stop - start) / step));
}

export function sliceItems<Item>(items: readonly Item[], slice: Slice): Item[] {
  const bounds = sliceBounds(slice, items.length);
  const { start, stop, step } = bounds;
  claimItems(sliceCount(bounds));
  if (step === 1) return items.slice(start, Math.max(start, stop));
  const picked: Item[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) {
    const item = items[i];
    if (item !== undefined) picked.push(item);
  }
  return picked;
}

/** Where an index points in a sequence, counting from the end when negative; undefined when it points outside. */
export function sequenceIndex(key: Value, length: number): number | undefined {
  const whole = integral(key);
  if (whole === undefined) return undefined;
  const index = clampToNumber(whole);
  const place = index < 0 ? index + length : index;
  return place >= 0 && place < length ? place : undefined;
}
