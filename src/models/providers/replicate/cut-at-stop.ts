/**
 * Passes a text on up to the first of the stop words, which may be split over several pieces, and then leaves. What may
 * be the beginning of a stop word is held back until more is known.
 */
export async function* cutAtStop(pieces: AsyncIterable<string>, stops: readonly string[]): AsyncGenerator<string> {
  const words = stops.filter((stop) => stop !== '');
  let held = '';
  for await (const piece of pieces) {
    const text = held + piece;
    const end = firstOf(text, words);
    const isStopped = end !== undefined;
    const safe = end ?? text.length - heldLength(text, words);
    if (safe > 0) yield text.slice(0, safe);
    if (isStopped) return;
    held = text.slice(safe);
  }
  if (held !== '') yield held;
}

/** Where the earliest stop word begins. */
function firstOf(text: string, words: readonly string[]): number | undefined {
  const places = words.map((word) => text.indexOf(word)).filter((place) => place >= 0);
  return places.length === 0 ? undefined : Math.min(...places);
}

/** The length of the longest end of the text that is the beginning of a stop word. */
function heldLength(text: string, words: readonly string[]): number {
  const longest = Math.max(0, ...words.map((word) => word.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (words.some((word) => word.startsWith(end))) return length;
  }
  return 0;
}
