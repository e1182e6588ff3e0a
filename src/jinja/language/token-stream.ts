import { failSyntax } from './syntax-error.ts';
import { describeToken, type Token, type TokenType } from './tokens.ts';

/** The parser's view of the tokens: one current, one ahead. */
export class TokenStream {
  current: Token;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  /** The last token is the end of the template. */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { type: 'eof', value: '', line: 1 };
    this.current = tokens[0] ?? this.#end;
  }

  get ahead(): Token {
    return this.#tokens[this.#at + 1] ?? this.#end;
  }

  /** Takes the current token. */
  next(): Token {
    const token = this.current;
    this.#at += 1;
    this.current = this.#tokens[this.#at] ?? this.#end;
    return token;
  }

  is(type: TokenType): boolean {
    return this.current.type === type;
  }

  isName(name: string): boolean {
    return this.current.type === 'name' && this.current.value === name;
  }

  isOneOf(names: readonly string[]): boolean {
    return this.current.type === 'name' && names.includes(this.current.value);
  }

  /** Takes the token when it is the one asked for. */
  skip(type: TokenType): boolean {
    if (this.current.type !== type) return false;
    this.next();
    return true;
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.next();
    return true;
  }

  expect(type: TokenType, name?: string): Token {
    const { current } = this;
    if (current.type === type && (name === undefined || current.value === name)) return this.next();
    const wanted = name ?? describeToken({ type, value: type, line: 0 });
    if (current.type === 'eof') return failSyntax(`unexpected end of template, expected '${wanted}'.`, current.line);
    return failSyntax(`expected token '${wanted}', got '${describeToken(current)}'`, current.line);
  }
}
