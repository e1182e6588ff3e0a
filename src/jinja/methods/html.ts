import { namedCharacter } from './html-entities.ts';
import { split } from './plain-text.ts';

/** What Markup can undo: tags and character references. Both walk the text once. */

/** MarkupSafe's `striptags`: without comments and tags, blanks joined, references resolved. */
export function stripTags(text: string): string {
  const withoutTags = removeBetween(removeBetween(text, '<!--', '-->'), '<', '>');
  return unescapeHtml(split(withoutTags, undefined, -1).join(' '));
}

/** Everything from `open` to the next `close` goes; what is never closed stays. */
function removeBetween(text: string, open: string, close: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, from)) {
    const end = text.indexOf(close, at);
    if (end < 0) break;
    kept.push(text.slice(from, at));
    from = end + close.length;
  }
  return kept.join('') + text.slice(from);
}

const REFERENCE = /&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/g;

/** Python's `html.unescape`. */
export function unescapeHtml(text: string): string {
  return text.includes('&') ? text.replace(REFERENCE, (whole, name: string) => character(name) ?? whole) : text;
}

function character(name: string): string | undefined {
  if (name.startsWith('#')) return numbered(name);
  const known = namedCharacter(name);
  if (known !== undefined) return known;
  // The longest beginning that needs no semicolon counts: `&notit` is `¬it`.
  for (let end = name.length - 1; end > 1; end -= 1) {
    const start = namedCharacter(name.slice(0, end));
    if (start !== undefined) return start + name.slice(end);
  }
  return undefined;
}

// HTML reads these numbers as Windows-1252; the five that it leaves out stay control characters.
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function numbered(name: string): string {
  const isHex = name[1] === 'x' || name[1] === 'X';
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  if (code === 0) return '\ufffd';
  if (code === 0x0d) return '\r';
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80] ?? '';
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return '\ufffd';
  return isInvalid(code) ? '' : String.fromCodePoint(code);
}

/** Control characters and code points that are no characters vanish. */
function isInvalid(code: number): boolean {
  const isControl = code < 0x09 || code === 0x0b || (code >= 0x0e && code <= 0x1f) || code === 0x7f;
  const isNoCharacter = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
  return isControl || isNoCharacter;
}
