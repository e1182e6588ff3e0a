import { spend } from '../meter.ts';
import { Dict, isRawDict } from './dict.ts';
import type { Value } from './object.ts';

/**
 * Inputs belong to the caller and must look unchanged to him. Most templates only read, so they see the inputs
 * themselves; a render that is about to change a list or an input's dict starts again on copies.
 */
export class NeedsCopies extends Error {}

let areInputsCopied = false;

export function setInputsCopied(isCopied: boolean): void {
  areInputsCopied = isCopied;
}

/** Called before any change to a list, or to a dict that may be an input. */
export function claimChange(): void {
  if (!areInputsCopied) throw new NeedsCopies();
}

export function copyInput(value: Value): Value {
  spend();
  if (Array.isArray(value)) return value.map(copyInput);
  if (!isRawDict(value)) return value;
  const copy = new Dict();
  for (const [key, item] of Object.entries(value)) copy.set(key, copyInput(item));
  return copy;
}
