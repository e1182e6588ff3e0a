import { claimText, spend } from '../meter.ts';

/** Joins texts after having announced how long the result will be. */
export function joinParts(separator: string, parts: readonly string[]): string {
  let length = 0;
  for (const part of parts) length += part.length + separator.length;
  spend(parts.length);
  claimText(length);
  return parts.length < 8 ? joinFew(separator, parts) : parts.join(separator);
}

/** For a handful of parts faster than `join`. */
function joinFew(separator: string, parts: readonly string[]): string {
  let text = parts[0] ?? '';
  for (let i = 1; i < parts.length; i += 1) text += separator + (parts[i] ?? '');
  return text;
}
