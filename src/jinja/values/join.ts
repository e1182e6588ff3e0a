import { claimText, spend } from '../meter.ts';

/** Joins texts after having announced how long the result will be. */
export function joinParts(separator: string, parts: readonly string[]): string {
  let length = 0;
  for (const part of parts) length += part.length + separator.length;
  spend(parts.length);
  claimText(length);
  return parts.join(separator);
}
