import { escapeOf, isBreak } from './scalar-style.ts';

/** Past this column a line is broken at the next blank. */
const BEST_WIDTH = 80;

/**
 * Writes indicators and scalars and keeps track of the line, by the rules of PyYAML's emitter (lib/yaml/emitter.py,
 * `write_indent`, `write_indicator`, `write_plain`, `write_single_quoted`, `write_double_quoted`). Columns count
 * characters, not UTF-16 units.
 */
export class LineWriter {
  readonly #pieces: string[] = [];
  #column = 0;
  /** Whether the last character was a blank, or there is none. */
  #isAfterBlank = true;
  /** Whether the line so far is indentation and indicators only. */
  #isIndentation = true;

  get isIndentation(): boolean {
    return this.#isIndentation;
  }

  text(): string {
    return this.#pieces.join('');
  }

  startLine(indent: number): void {
    if (!this.#isIndentation || this.#column > indent || (this.#column === indent && !this.#isAfterBlank)) {
      this.#breakLine();
    }
    if (this.#column < indent) {
      this.#isAfterBlank = true;
      this.#write(' '.repeat(indent - this.#column), indent - this.#column);
    }
  }

  indicator(text: string, { needsBlank = true, keepsIndentation = false, isBlank = false } = {}): void {
    const written = this.#isAfterBlank || !needsBlank ? text : ` ${text}`;
    this.#isAfterBlank = isBlank;
    this.#isIndentation &&= keepsIndentation;
    this.#write(written, written.length);
  }

  plain(text: string, indent: number, maySplit: boolean): void {
    if (text === '') return;
    if (!this.#isAfterBlank) this.#write(' ', 1);
    this.#isAfterBlank = false;
    this.#isIndentation = false;
    for (const [piece] of text.matchAll(/ +|[^ ]+/g)) {
      if (piece === ' ' && this.#column > BEST_WIDTH && maySplit) {
        this.startLine(indent);
        this.#isAfterBlank = false;
        this.#isIndentation = false;
      } else this.#write(piece, lengthOf(piece));
    }
  }

  singleQuoted(text: string, indent: number, maySplit: boolean): void {
    this.indicator("'");
    let at = 0;
    for (const [piece] of text.matchAll(/ +|[\n\x85\u2028\u2029]+|'|[^ \n\x85\u2028\u2029']+/g)) {
      const isInside = at > 0 && at + piece.length < text.length;
      at += piece.length;
      if (piece === ' ' && this.#column > BEST_WIDTH && maySplit && isInside) this.startLine(indent);
      else if (isBreak(piece[0])) this.#writeBreaks(piece, indent);
      else this.#write(piece === "'" ? "''" : piece, piece === "'" ? 2 : lengthOf(piece));
    }
    this.indicator("'", { needsBlank: false });
  }

  /** A single line feed in quotes reads as a blank, so the first of several is doubled. */
  #writeBreaks(breaks: string, indent: number): void {
    if (breaks.startsWith('\n')) this.#breakLine();
    for (const character of breaks) this.#breakLine(character);
    this.startLine(indent);
  }

  doubleQuoted(text: string, indent: number, maySplit: boolean): void {
    this.indicator('"');
    const characters = [...text];
    let pending = '';
    let pendingLength = 0;
    const flush = () => {
      this.#write(pending, pendingLength);
      pending = '';
      pendingLength = 0;
    };
    characters.forEach((character, at) => {
      const escaped = escapeOf(character);
      if (escaped !== undefined) {
        flush();
        this.#write(escaped, escaped.length);
      }
      const mayBreak = at > 0 && at < characters.length - 1 && (character === ' ' || escaped !== undefined);
      if (mayBreak && maySplit && this.#column + pendingLength > BEST_WIDTH) {
        pending += '\\';
        pendingLength++;
        flush();
        this.startLine(indent);
        this.#isAfterBlank = false;
        this.#isIndentation = false;
        if (character === ' ') this.#write('\\', 1);
      }
      if (escaped === undefined) {
        pending += character;
        pendingLength++;
      }
    });
    flush();
    this.indicator('"', { needsBlank: false });
  }

  #breakLine(character = '\n'): void {
    this.#pieces.push(character);
    this.#column = 0;
    this.#isAfterBlank = true;
    this.#isIndentation = true;
  }

  #write(text: string, length: number): void {
    this.#pieces.push(text);
    this.#column += length;
  }
}

const lengthOf = (text: string) => [...text].length;
