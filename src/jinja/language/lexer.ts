import { stripEnd } from '../methods/plain-text.ts';
import { SPACE } from '../values/code-points.ts';
import { readString } from './string-literal.ts';
import { failSyntax } from './syntax-error.ts';
import type { Sign, Token, TokenType } from './tokens.ts';

/** Text into tokens. Whitespace control, comments and raw blocks end here: the parser never sees them. */
export function tokenize(source: string): Token[] {
  return new Lexer(normalize(source)).run();
}

/** Every line end becomes `\n`; a single one at the very end goes. */
function normalize(source: string): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

const RAW_BEGIN = new RegExp(`\\{%[-+]?[${SPACE}]*raw[${SPACE}]*(?:-%\\}[${SPACE}]*|%\\})`, 'y');
const RAW_END = new RegExp(`\\{%([-+]?)[${SPACE}]*endraw[${SPACE}]*(?:\\+%\\}|-%\\}[${SPACE}]*|%\\})`, 'y');
const COMMENT_END = new RegExp(`-#\\}[${SPACE}]*|\\+#\\}|#\\}`, 'y');
const BLOCK_END = new RegExp(`\\+%\\}|-%\\}[${SPACE}]*|%\\}`, 'y');
const VARIABLE_END = new RegExp(`-\\}\\}[${SPACE}]*|\\}\\}`, 'y');
const BLANKS = new RegExp(`[${SPACE}]+`, 'y');
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INTEGER = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
// The expressions for names of all scripts take milliseconds to build, and few templates need them.
const PLAIN_NAME = /[A-Za-z_]\w*(?![\w\u0080-\uffff])/y;
const NAME = /[\p{L}\p{N}\p{M}\p{Pc}\p{ID_Continue}]+/uy;
const IDENTIFIER = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const CLOSER: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

class Lexer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  #countedTo = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    while (this.#at < this.#source.length) this.#readData();
    this.#push('eof', '');
    return this.#tokens;
  }

  /** Text up to the next `{{`, `{%` or `{#`, and then what that begins. */
  #readData(): void {
    const start = this.#at;
    const begin = this.#nextBegin(start);
    if (begin < 0) {
      this.#pushData(this.#source.slice(start));
      this.#at = this.#source.length;
      return;
    }
    const mark = this.#source[begin + 2];
    const text = this.#source.slice(start, begin);
    this.#pushData(mark === '-' ? stripEnd(text) : text);
    this.#at = begin;
    this.#readBegun(this.#source[begin + 1] ?? '', mark === '-' || mark === '+' ? 3 : 2);
  }

  #nextBegin(from: number): number {
    for (let at = this.#source.indexOf('{', from); at >= 0; at = this.#source.indexOf('{', at + 1)) {
      const next = this.#source[at + 1];
      if (next === '{' || next === '%' || next === '#') return at;
    }
    return -1;
  }

  #readBegun(kind: string, width: number): void {
    if (kind === '#') this.#skipComment(width);
    else if (kind === '%' && this.#match(RAW_BEGIN) !== undefined) this.#readRaw();
    else this.#readTag(kind, width);
  }

  #readTag(kind: string, width: number): void {
    this.#push(kind === '%' ? 'block_begin' : 'variable_begin', '');
    this.#at += width;
    this.#readCode(kind === '%' ? BLOCK_END : VARIABLE_END, kind === '%' ? 'block_end' : 'variable_end');
  }

  #skipComment(width: number): void {
    const line = this.#lineHere();
    const start = this.#at + width;
    const end = this.#source.indexOf('#}', start);
    if (end < 0) {
      this.#leaveOpen(start, 'Missing end of comment tag', line);
      return;
    }
    const sign = end > start ? this.#source[end - 1] : undefined;
    this.#at = sign === '-' || sign === '+' ? end - 1 : end;
    this.#at += this.#match(COMMENT_END)?.length ?? 2;
  }

  #readRaw(): void {
    const line = this.#lineHere();
    const start = this.#at + (this.#match(RAW_BEGIN)?.length ?? 0);
    for (let at = this.#source.indexOf('{%', start); at >= 0; at = this.#source.indexOf('{%', at + 1)) {
      this.#at = at;
      const end = this.#match(RAW_END);
      if (end === undefined) continue;
      const text = this.#source.slice(start, at);
      this.#at = start;
      this.#pushData(end[2] === '-' ? stripEnd(text) : text);
      this.#at = at + end.length;
      return;
    }
    this.#leaveOpen(start, 'Missing end of raw directive', line);
  }

  /** What is begun by the last characters of a template and never ended is no error to Jinja2. */
  #leaveOpen(start: number, message: string, line: number): void {
    if (start < this.#source.length) failSyntax(message, line);
    this.#at = this.#source.length;
  }

  /** Tokens of one `{{ … }}` or `{% … %}`. */
  #readCode(end: RegExp, endType: TokenType): void {
    const open: string[] = [];
    while (this.#at < this.#source.length) {
      const closing = open.length === 0 ? this.#match(end) : undefined;
      if (closing !== undefined) {
        this.#push(endType, '');
        this.#at += closing.length;
        return;
      }
      this.#readToken(open);
    }
  }

  #readToken(open: string[]): void {
    const blanks = this.#match(BLANKS);
    if (blanks !== undefined) {
      this.#at += blanks.length;
      return;
    }
    const character = this.#source[this.#at] ?? '';
    if (character === '"' || character === "'") this.#readQuoted(character);
    else if (!this.#readNumber() && !this.#readName()) this.#readOperator(open);
  }

  #readOperator(open: string[]): void {
    const operator = this.#match(OPERATOR) ?? this.#refuseCharacter();
    this.#balance(operator, open);
    this.#push(operator as Sign, operator); // the expression lists exactly these
    this.#at += operator.length;
  }

  #refuseCharacter(): never {
    return failSyntax(`unexpected char '${this.#source[this.#at]}' at ${this.#at}`, this.#lineHere());
  }

  #readNumber(): boolean {
    const code = this.#source.charCodeAt(this.#at);
    if (code < 0x30 || code > 0x39) return false;
    const isAfterDot = this.#source[this.#at - 1] === '.';
    const float = isAfterDot ? undefined : this.#match(FLOAT);
    const digits = float ?? this.#match(INTEGER);
    if (digits === undefined) return false;
    this.#push(float === undefined ? 'integer' : 'float', digits.replaceAll('_', ''));
    this.#at += digits.length;
    return true;
  }

  #readName(): boolean {
    const plain = this.#match(PLAIN_NAME);
    const name = plain ?? this.#matchName();
    if (name === undefined) return false;
    if (plain === undefined && !IDENTIFIER.test(name)) failSyntax('Invalid character in identifier', this.#lineHere());
    this.#push('name', name);
    this.#at += name.length;
    return true;
  }

  /** Digits and ASCII signs cannot begin what the plain expression has refused. */
  #matchName(): string | undefined {
    const code = this.#source.charCodeAt(this.#at);
    const isSign = code < 0x80 && !/\w/.test(String.fromCharCode(code));
    return isSign ? undefined : this.#match(NAME);
  }

  #readQuoted(quote: string): void {
    const start = this.#at + 1;
    let end = start;
    while (end < this.#source.length && this.#source[end] !== quote) end += this.#source[end] === '\\' ? 2 : 1;
    const line = this.#lineHere();
    if (end >= this.#source.length) failSyntax(`unexpected char '${quote}' at ${this.#at}`, line);
    this.#push('string', readString(this.#source.slice(start, end), line));
    this.#at = end + 1;
  }

  #balance(operator: string, open: string[]): void {
    const closer = CLOSER[operator];
    if (closer !== undefined) open.push(closer);
    if (operator !== ')' && operator !== ']' && operator !== '}') return;
    const expected = open.pop();
    if (expected === undefined) failSyntax(`unexpected '${operator}'`, this.#lineHere());
    if (expected !== operator) failSyntax(`unexpected '${operator}', expected '${expected}'`, this.#lineHere());
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  #pushData(text: string): void {
    if (text !== '') this.#push('data', text);
  }

  #push(type: TokenType, value: string): void {
    this.#tokens.push({ type, value, line: this.#lineHere() });
  }

  #lineHere(): number {
    for (let at = this.#source.indexOf('\n', this.#countedTo); at >= 0 && at < this.#at; ) {
      this.#line += 1;
      at = this.#source.indexOf('\n', at + 1);
    }
    this.#countedTo = Math.max(this.#countedTo, this.#at);
    return this.#line;
  }
}
