/** Operators are their own type: `{ type: '==', value: '==' }`. */
export type TokenType =
  | 'data'
  | 'variable_begin'
  | 'variable_end'
  | 'block_begin'
  | 'block_end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'eof'
  | Sign;

export type Sign =
  | ('+' | '-' | '/' | '//' | '*' | '%' | '**' | '~')
  | ('==' | '!=' | '<' | '<=' | '>' | '>=' | '=')
  | ('[' | ']' | '(' | ')' | '{' | '}')
  | ('.' | ':' | '|' | ',' | ';');

export interface Token {
  readonly type: TokenType;
  /** Text of data, a name or an operator; the value of a string; the digits of a number. */
  readonly value: string;
  readonly line: number;
}

/** A token as Jinja2's errors name it. */
export function describeToken(token: Token): string {
  const names: Partial<Record<TokenType, string>> = {
    data: 'template data / text',
    variable_begin: 'begin of print statement',
    variable_end: 'end of print statement',
    block_begin: 'begin of statement block',
    block_end: 'end of statement block',
    eof: 'end of template',
  };
  return names[token.type] ?? token.value;
}
