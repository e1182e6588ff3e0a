import { claimItems, spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { charactersOf } from '../values/code-points.ts';

interface Breaks {
  /** Words longer than a line are cut. */
  readonly words: boolean;
  /** Lines may end after hyphens. */
  readonly hyphens: boolean;
}

/** Python's `textwrap.wrap` as Jinja2 calls it: tabs and blanks stay, blanks at line ends go. */
export function wrapText(text: string, width: number, breaks: Breaks): string[] {
  if (width <= 0) raise('ValueError', `invalid width ${width} (must be > 0)`);
  spend(text.length >> 2);
  const chunks = breaks.hyphens
    ? chunksAtHyphens(text)
    : text.split(/([\t\n\v\f\r ]+)/).filter((chunk) => chunk !== '');
  const reversed = chunks.reverse().map((chunk) => new Chunk(chunk));
  return fillLines(reversed, width, breaks);
}

const isBlank = (character: string | undefined) => character !== undefined && /^[\t\n\v\f\r ]$/.test(character);
const isLetter = (character: string | undefined) => character !== undefined && /^[\p{L}\p{Nl}_]$/u.test(character);
const isWord = (character: string | undefined) => character !== undefined && /^[\p{L}\p{N}_]$/u.test(character);
const isWordOrMark = (character: string | undefined) =>
  isWord(character) || (character !== undefined && '!"\'&.,?'.includes(character));

/** Runs of blanks, words cut after hyphens inside them, and dashes between words: `textwrap`'s wordsep_re. */
function chunksAtHyphens(text: string): string[] {
  const characters = charactersOf(text);
  const chunks: string[] = [];
  for (let at = 0; at < characters.length; ) {
    const end = isBlank(characters[at]) ? endOfBlanks(characters, at) : endOfChunk(characters, at);
    chunks.push(characters.slice(at, end).join(''));
    at = end;
  }
  claimItems(chunks.length);
  return chunks;
}

function endOfBlanks(characters: readonly string[], start: number): number {
  let end = start;
  while (isBlank(characters[end])) end += 1;
  return end;
}

function endOfDashes(characters: readonly string[], start: number): number {
  let end = start;
  while (characters[end] === '-') end += 1;
  return end;
}

function endOfChunk(characters: readonly string[], start: number): number {
  const dashes = endOfDashes(characters, start);
  if (dashes - start >= 2 && isWordOrMark(characters[start - 1]) && isWord(characters[dashes])) return dashes;
  let end = start + 1;
  // The run of dashes at hand is measured once, so a line of dashes takes linear time.
  let knownDashesEnd = dashes;
  for (; end < characters.length && !isBlank(characters[end]); end += 1) {
    if (isHyphenBreak(characters, end)) return end;
    if (characters[end] === '-' && end >= knownDashesEnd) knownDashesEnd = endOfDashes(characters, end);
    const isDash = characters[end] === '-' && knownDashesEnd - end >= 2;
    if (isDash && isWordOrMark(characters[end - 1]) && isWord(characters[knownDashesEnd])) return end;
  }
  return end;
}

/** After `ab-` or `a-b-`, before a letter and one more letter, perhaps with a hyphen between. */
function isHyphenBreak(characters: readonly string[], at: number): boolean {
  if (characters[at - 1] !== '-') return false;
  const isAfterLetters = isLetter(characters[at - 2]) && isLetter(characters[at - 3]);
  const isAfterParts = isWordOrMark(characters[at - 2]) && characters[at - 3] === '-' && isLetter(characters[at - 4]);
  if (!isAfterLetters && !isAfterParts) return false;
  if (!isLetter(characters[at])) return false;
  return isLetter(characters[characters[at + 1] === '-' ? at + 2 : at + 1]);
}

/** A word or a run of blanks, cut from the front while it is too long for a line. */
class Chunk {
  readonly #characters: readonly string[];
  #start = 0;

  constructor(text: string) {
    this.#characters = charactersOf(text);
  }

  get length(): number {
    return this.#characters.length - this.#start;
  }

  get isBlank(): boolean {
    return isBlank(this.#characters[this.#start]);
  }

  /** Removes and gives the first characters. */
  take(count = this.length): string {
    const taken = this.#characters.slice(this.#start, this.#start + count).join('');
    this.#start += count;
    return taken;
  }

  /** After the last hyphen that fits, unless there is nothing but hyphens before it. */
  hyphenBefore(room: number): number {
    const fitting = this.#characters.slice(this.#start, this.#start + room);
    const hyphen = fitting.lastIndexOf('-');
    const isInside = hyphen > 0 && fitting.slice(0, hyphen).some((character) => character !== '-');
    return this.length > room && isInside ? hyphen + 1 : room;
  }
}

/** `chunks` stand in reverse: the next one is the last. */
function fillLines(chunks: Chunk[], width: number, breaks: Breaks): string[] {
  const lines: string[] = [];
  while (chunks.length > 0) {
    spend();
    if (lines.length > 0 && chunks.at(-1)?.isBlank) chunks.pop();
    const line = fillLine(chunks, width, breaks);
    if (line !== '') lines.push(line);
  }
  return lines;
}

function fillLine(chunks: Chunk[], width: number, breaks: Breaks): string {
  const line: string[] = [];
  let room = width;
  let isBlankLast = false;
  for (let next = chunks.at(-1); next !== undefined && next.length <= room; next = chunks.at(-1)) {
    room -= next.length;
    isBlankLast = next.isBlank;
    line.push(next.take());
    chunks.pop();
  }
  const long = chunks.at(-1);
  if (long !== undefined && long.length > width && (breaks.words || line.length === 0)) {
    isBlankLast = long.isBlank && room > 0;
    line.push(breakOff(long, room, breaks));
    if (long.length === 0) chunks.pop();
  }
  if (isBlankLast) line.pop();
  return line.join('');
}

/** What of a word longer than a line still goes on this one. */
function breakOff(long: Chunk, room: number, breaks: Breaks): string {
  if (!breaks.words) return long.take();
  return long.take(breaks.hyphens ? long.hyphenBefore(room) : room);
}
