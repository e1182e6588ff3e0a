import { failSyntax } from './syntax-error.ts';
import { describeToken, type Token, type TokenType } from './tokens.ts';

/** The parser's view of the tokens: one current, one ahead. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#tokens[this.#at] ?? { type: 'eof', value: '', line: 1 };
  }

  get ahead(): Token {
    return this.#tokens[this.#at + 1] ?? this.current;
  }

  next(): Token {
    const token = this.current;
    if (token.type !== 'eof') this.#at += 1;
    return token;
  }

  is(type: TokenType, ...values: readonly string[]): boolean {
    const { current } = this;
    return current.type === type && (values.length === 0 || values.includes(current.value));
  }

  isOperator(...values: readonly string[]): boolean {
    return this.is('operator', ...values);
  }

  isName(...values: readonly string[]): boolean {
    return this.is('name', ...values);
  }

  /** Takes the token when it is the one asked for. */
  skip(type: TokenType, value: string): boolean {
    if (!this.is(type, value)) return false;
    this.next();
    return true;
  }

  expect(type: TokenType, value?: string): Token {
    const { current } = this;
    if (current.type === type && (value === undefined || current.value === value)) return this.next();
    const wanted = value ?? describeToken({ type, value: type, line: 0 });
    if (current.type === 'eof') return failSyntax(`unexpected end of template, expected '${wanted}'.`, current.line);
    return failSyntax(`expected token '${wanted}', got '${describeToken(current)}'`, current.line);
  }
}
