/**
 * Passes a text on up to the stop word that is complete first, as a model does that stops by itself, and then leaves. It
 * may be split over several pieces: what may be the beginning of a stop word is held back until more is known.
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

/** Where the stop word begins that ends first; of several that end there, the longest. */
function firstOf(text: string, words: readonly string[]): number | undefined {
  const found = words
    .map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }))
    .filter(({ start }) => start >= 0);
  return found.sort((one, other) => one.end - other.end || one.start - other.start)[0]?.start;
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
