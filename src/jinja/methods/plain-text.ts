import { claimItems } from '../meter.ts';
import { raise } from '../raised.ts';
import { SPACE } from '../values/code-points.ts';

/** Python's ways with plain texts that JavaScript has not, on UTF-16 strings. */

const LEADING_SPACE = new RegExp(`^[${SPACE}]+`);
const ONE_SPACE = new RegExp(`[${SPACE}]`);
const SPACES = new RegExp(`[${SPACE}]+`);

export function isSpace(character: string): boolean {
  return ONE_SPACE.test(character);
}

export function stripStart(text: string, characters?: string): string {
  if (characters === undefined) return text.replace(LEADING_SPACE, '');
  const set = new Set(characters);
  let at = 0;
  for (const character of text) {
    if (!set.has(character)) break;
    at += character.length;
  }
  return text.slice(at);
}

/** From the end by hand: an expression anchored at the end would look at every run of blanks on the way. */
export function stripEnd(text: string, characters?: string): string {
  const set = characters === undefined ? undefined : new Set(characters);
  let end = text.length;
  while (end > 0) {
    const character = lastCharacter(text, end);
    if (set ? !set.has(character) : !isSpace(character)) break;
    end -= character.length;
  }
  return text.slice(0, end);
}

function lastCharacter(text: string, end: number): string {
  const isPair = end > 1 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(end - 2, end));
  return text.slice(isPair ? end - 2 : end - 1, end);
}

export function strip(text: string, characters?: string): string {
  return stripEnd(stripStart(text, characters), characters);
}

/** `text.split(separator, limit)`; no separator means runs of blanks. */
export function split(text: string, separator: string | undefined, limit: number): string[] {
  if (separator === '') raise('ValueError', 'empty separator');
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  const parts = separator === undefined ? splitSpaces(text, most) : splitText(text, separator, most);
  claimItems(parts.length);
  return parts;
}

function splitText(text: string, separator: string, most: number): string[] {
  if (most === Number.POSITIVE_INFINITY) return text.split(separator);
  const parts: string[] = [];
  let at = 0;
  for (let next = text.indexOf(separator); next >= 0 && parts.length < most; next = text.indexOf(separator, at)) {
    parts.push(text.slice(at, next));
    at = next + separator.length;
  }
  return [...parts, text.slice(at)];
}

function splitSpaces(text: string, most: number): string[] {
  if (most === Number.POSITIVE_INFINITY) return text.split(SPACES).filter((part) => part !== '');
  const parts: string[] = [];
  let rest = stripStart(text);
  while (rest !== '' && parts.length < most) {
    const end = rest.search(ONE_SPACE);
    if (end < 0) break;
    parts.push(rest.slice(0, end));
    rest = stripStart(rest.slice(end));
  }
  return rest === '' ? parts : [...parts, parts.length < most ? stripEnd(rest) : rest];
}

/** `text.rsplit(separator, limit)`. */
export function splitFromEnd(text: string, separator: string | undefined, limit: number): string[] {
  if (limit < 0) return split(text, separator, -1);
  if (separator === '') raise('ValueError', 'empty separator');
  const parts = separator === undefined ? spacesFromEnd(text, limit) : textFromEnd(text, separator, limit);
  claimItems(parts.length);
  return parts.reverse();
}

function textFromEnd(text: string, separator: string, most: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (parts.length < most && end >= separator.length) {
    const at = text.lastIndexOf(separator, end - separator.length);
    if (at < 0) break;
    parts.push(text.slice(at + separator.length, end));
    end = at;
  }
  return [...parts, text.slice(0, end)];
}

function spacesFromEnd(text: string, most: number): string[] {
  const parts: string[] = [];
  let rest = stripEnd(text);
  while (rest !== '' && parts.length < most) {
    const start = lastSpace(rest) + 1;
    if (start === 0) break;
    parts.push(rest.slice(start));
    rest = stripEnd(rest.slice(0, start));
  }
  if (rest === '') return parts;
  return [...parts, parts.length < most ? stripStart(rest) : rest];
}

function lastSpace(text: string): number {
  for (let i = text.length - 1; i >= 0; i -= 1) if (isSpace(text.charAt(i))) return i;
  return -1;
}

// What `str.splitlines` cuts at, as the inside of a character class.
const LINE_BREAK = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029';
const LINE_END = new RegExp(`\\r\\n|[${LINE_BREAK}]`, 'g');

export function splitLines(text: string, keepsEnds = false): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const found of text.matchAll(LINE_END)) {
    const end = found.index + found[0].length;
    lines.push(text.slice(at, keepsEnds ? end : found.index));
    at = end;
  }
  claimItems(lines.length);
  return at < text.length ? [...lines, text.slice(at)] : lines;
}

// The only letters whose title case is neither their upper case nor themselves (Unicode's Lt).
const TITLE: Record<string, string> = Object.fromEntries(
  ['Ǆǅǆ', 'Ǉǈǉ', 'Ǌǋǌ', 'Ǳǲǳ'].flatMap((forms) => Array.from(forms, (form) => [form, Array.from(forms)[1] ?? form])),
);

function titleLetter(character: string): string {
  const special = TITLE[character];
  if (special) return special;
  const upper = character.toUpperCase();
  // ß becomes Ss, ﬁ becomes Fi: only the first of several letters stays large.
  const [first = '', ...rest] = Array.from(upper);
  return /^\p{Lu}$/u.test(first) ? first + rest.join('').toLowerCase() : upper;
}

export function capitalize(text: string): string {
  const [first] = text;
  if (first === undefined) return '';
  return titleLetter(first) + text.slice(first.length).toLowerCase();
}

const CASED = /^[\p{Uppercase}\p{Lowercase}\p{Lt}]$/u;

export function isCased(character: string): boolean {
  return CASED.test(character);
}

/** `str.title`: a letter after anything uncased is large, all others small. */
export function toTitle(text: string): string {
  let result = '';
  let isInside = false;
  for (const character of text) {
    result += isInside ? character.toLowerCase() : titleLetter(character);
    isInside = isCased(character);
  }
  return result;
}

/** `str.casefold`: large and small again brings the forms of a letter together; the dotless i stays itself. */
export function foldCase(text: string): string {
  return Array.from(text, (character) =>
    character === '\u0131' ? character : character.toUpperCase().toLowerCase(),
  ).join('');
}

export function swapCase(text: string): string {
  return Array.from(text, (character) => {
    if (/^[\p{Lu}]$/u.test(character)) return character.toLowerCase();
    return /^[\p{Ll}]$/u.test(character) ? character.toUpperCase() : character;
  }).join('');
}

export function expandTabs(text: string, size: number): string {
  let result = '';
  let column = 0;
  for (const character of text) {
    if (character === '\t') {
      const blanks = size > 0 ? size - (column % size) : 0;
      result += ' '.repeat(blanks);
      column += blanks;
      continue;
    }
    result += character;
    column = character === '\n' || character === '\r' ? 0 : column + 1;
  }
  return result;
}

/** `text.replace(old, fresh, limit)`; the limit is -1 for all. */
export function replaceText(text: string, old: string, fresh: string, limit: number): string {
  if (limit === 0) return text;
  if (old === '') return interleave(text, fresh, limit);
  return limit < 0 ? text.replaceAll(old, () => fresh) : splitText(text, old, limit).join(fresh);
}

function interleave(text: string, fresh: string, limit: number): string {
  const characters = Array.from(text);
  const most = limit < 0 ? characters.length + 1 : limit;
  const head = characters.slice(0, most).map((character) => fresh + character);
  const tail = characters.slice(most).join('');
  return head.join('') + (most > characters.length ? fresh : '') + tail;
}

export function countText(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}
