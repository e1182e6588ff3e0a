import { spend } from '../meter.ts';

/** Python counts, cuts and finds in code points; JavaScript in UTF-16 units. Texts without surrogates need no care. */
const SURROGATE = /[\ud800-\udfff]/;

// A template that goes through a long text by index asks the same of the same text again and again.
const LONG = 64;
const TOO_LONG = 1 << 20; // to be kept
let lastText = '';
let lastHasSurrogates = false;
let lastPoints: readonly string[] | undefined;

export function hasSurrogates(text: string): boolean {
  if (text.length < LONG) return SURROGATE.test(text);
  if (text.length > TOO_LONG) {
    spend(text.length >> 8);
    return SURROGATE.test(text);
  }
  const isKnown = text === lastText;
  lastText = text; // also when it is known: the same object compares faster than an equal one
  if (isKnown) return lastHasSurrogates;
  lastPoints = undefined;
  lastHasSurrogates = SURROGATE.test(text);
  return lastHasSurrogates;
}

export function lengthOf(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  return pointsOf(text).length;
}

export function charactersOf(text: string): string[] {
  return hasSurrogates(text) ? pointsOf(text).slice() : text.split('');
}

/** `text[start:stop]` for bounds inside the text. */
export function cut(text: string, start: number, stop?: number): string {
  return hasSurrogates(text) ? pointsOf(text).slice(start, stop).join('') : text.slice(start, stop);
}

export function characterAt(text: string, index: number): string | undefined {
  return hasSurrogates(text) ? pointsOf(text)[index] : text[index];
}

function pointsOf(text: string): readonly string[] {
  if (text === lastText && lastPoints) return lastPoints;
  spend(text.length >> 6);
  const points = Array.from(text);
  if (text === lastText) lastPoints = points;
  return points;
}

/** Where a UTF-16 offset stands in code points. */
export function toCodePointOffset(text: string, offset: number): number {
  return offset < 0 ? offset : lengthOf(text.slice(0, offset));
}

/** Texts in the order of their code points. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const isPlain = !hasSurrogates(left) && !hasSurrogates(right);
  if (isPlain) return left < right ? -1 : 1;
  const [a, b] = [pointsOf(left), pointsOf(right)];
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** What Python's `str.isspace` and the `\s` of its `re` accept, as the inside of a character class. */
export const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** Everything beyond ASCII as Python writes it in source: `\xe9`, `\u4f60`, `\U0001f600`. */
export function escapeBeyondAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
}
