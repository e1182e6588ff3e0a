/** Bounds of a JSON text. */
export interface Bounds {
  /** Of lists and objects within each other. */
  readonly depth: number;
  /** Of everything that has a place in a list or an object; names are not counted. */
  readonly values: number;
}

const code = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA] = [code('"'), code('\\'), code(',')];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [code('['), code(']'), code('{'), code('}')];

/** A value and what separates it from the next take two bytes at least, as does a level. */
const FEWEST_BYTES = 2;

/**
 * Which bound a JSON text exceeds. The bytes are counted before anything is made of them: what has millions of values
 * takes seconds, and a hundred times its own room, to be read. A text that is no JSON has some answer, too.
 */
export function excessOf(bytes: Uint8Array, bounds: Bounds): keyof Bounds | undefined {
  if (bytes.length < FEWEST_BYTES * Math.min(bounds.depth, bounds.values)) return undefined;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA) values += 1;
    else if (byte === LIST || byte === OBJECT) {
      depth += 1;
      if (!isEnd(bytes[at + 1])) values += 1; // its first; those that follow have a comma before them
    } else if (isEnd(byte)) depth -= 1;
    if (depth > bounds.depth) return 'depth';
    if (values > bounds.values) return 'values';
  }
  return undefined;
}

const isEnd = (byte: number | undefined) => byte === LIST_END || byte === OBJECT_END;

/** The place of the quote that ends the string that begins at `start`. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
