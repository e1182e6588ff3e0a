/**
 * Arithmetic without running code: numbers, `+ - * / // % **`, parentheses, a few functions and constants. The grammar,
 * from loose to tight: sum, product, sign, power, atom.
 */
export function calculate(expression: string): number {
  const tokens = tokenize(expression);
  let at = 0;
  const peek = () => tokens[at];
  const take = (...wanted: string[]): string | undefined => {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    at += 1;
    return token;
  };
  const expect = (wanted: string) => {
    if (!take(wanted)) throw new SyntaxError(`expected "${wanted}" but found ${shown(peek())}`);
  };

  function sum(): number {
    let value = product();
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) value += sign === '+' ? product() : -product();
    return value;
  }

  function product(): number {
    let value = signed();
    for (let sign = take('*', '/', '//', '%'); sign; sign = take('*', '/', '//', '%')) {
      value = combine(sign, value, signed());
    }
    return value;
  }

  function signed(): number {
    const sign = take('+', '-');
    if (!sign) return power();
    return sign === '-' ? -signed() : signed();
  }

  function power(): number {
    const base = atom();
    return take('**', '^') ? base ** signed() : base;
  }

  function atom(): number {
    if (take('(')) {
      const value = sum();
      expect(')');
      return value;
    }
    const token = tokens[at++];
    if (token !== undefined && /^[\d.]/.test(token)) return Number(token);
    const name = token?.toLowerCase() ?? '';
    if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name] ?? Number.NaN;
    if (!Object.hasOwn(FUNCTIONS, name)) throw new SyntaxError(`unexpected ${shown(token)}`);
    return call(name);
  }

  function call(name: string): number {
    expect('(');
    const values = [sum()];
    while (take(',')) values.push(sum());
    expect(')');
    return FUNCTIONS[name]?.(...values) ?? Number.NaN;
  }

  const value = sum();
  if (at < tokens.length) throw new SyntaxError(`unexpected ${shown(peek())}`);
  return value;
}

const shown = (token: string | undefined) => (token === undefined ? 'the end' : `"${token}"`);

const MAX_LENGTH = 1000;
const TOKEN = /\s*(\*\*|\/\/|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[-+*/%^(),])/y;

function tokenize(text: string): string[] {
  // nested parentheses take stack, so the text is kept short
  if (text.length > MAX_LENGTH) throw new SyntaxError(`the expression is longer than ${MAX_LENGTH} characters`);
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < trimmed.length; ) {
    const start = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(trimmed) ?? [];
    if (token === undefined) throw new SyntaxError(`unexpected ${shown(trimmed[start])}`);
    tokens.push(token);
  }
  return tokens;
}

function combine(sign: string, left: number, right: number): number {
  if (sign === '*') return left * right;
  if (right === 0) throw new RangeError('division by zero');
  if (sign === '/') return left / right;
  const floor = Math.floor(left / right);
  return sign === '//' ? floor : left - floor * right;
}

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  min: Math.min,
  max: Math.max,
  pow: Math.pow,
};
