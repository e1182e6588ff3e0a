import { float, integer } from '../../kernel/index.ts';
import type { CallArguments, CallNode, Expression, FilterNode, SliceNode, Target } from './nodes.ts';
import { failSyntax } from './syntax-error.ts';
import type { TokenStream } from './token-stream.ts';
import { describeToken, type Token } from './tokens.ts';

const NO_ARGUMENTS: CallArguments = { positional: [], named: [], spread: undefined, spreadNamed: undefined };

const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};
const MAX_NESTING = 200; // CPython refuses deeper ones too

/** Everything of an expression that is no operator: literals, names, calls, subscripts, filters, tests, targets. */
export abstract class OperandParser {
  protected readonly stream: TokenStream;
  #depth = 0;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  abstract expression(allowsCondition?: boolean): Expression;

  /** Counts how deep expressions stand in one another. */
  protected nested(line: number, parse: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) failSyntax('the expression is nested too deeply', line);
    const found = parse();
    this.#depth -= 1;
    return found;
  }

  /** A literal or a name with its signs, and all that follows it directly. */
  protected unary(takesFilters = true): Expression {
    const { line, value } = this.stream.current;
    const isSign = this.stream.is('-') || this.stream.is('+');
    const start = isSign ? this.#signed(value === '-' ? '-' : '+', line) : this.#primary();
    const node = this.#postfix(start);
    return takesFilters ? this.#filters(node) : node;
  }

  #signed(sign: '+' | '-', line: number): Expression {
    this.stream.next();
    return this.nested(line, () => ({ kind: 'sign', sign, operand: this.unary(false), line }));
  }

  #primary(): Expression {
    const { current } = this.stream;
    const { line, value } = current;
    if (current.type === 'name') return this.#named();
    if (current.type === 'string') return this.#strings();
    if (current.type === 'integer' || current.type === 'float') return numberConstant(this.stream.next());
    if (this.stream.is('(')) return this.#parenthesized();
    if (this.stream.is('[')) return this.#list();
    if (this.stream.is('{')) return this.#dict();
    return failSyntax(`unexpected '${describeToken({ ...current, value })}'`, line);
  }

  #named(): Expression {
    const { value, line } = this.stream.next();
    const constant = Object.hasOwn(CONSTANTS, value) ? CONSTANTS[value] : undefined;
    return constant === undefined ? { kind: 'name', name: value, line } : { kind: 'constant', value: constant, line };
  }

  #strings(): Expression {
    const { line } = this.stream.current;
    let value = '';
    while (this.stream.is('string')) value += this.stream.next().value;
    return { kind: 'constant', value, line };
  }

  #parenthesized(): Expression {
    this.stream.next();
    const inner = this.tuple({ isParenthesized: true });
    this.stream.expect(')');
    return inner;
  }

  #list(): Expression {
    const { line } = this.stream.next();
    const items = this.#separated(']', () => this.expression());
    return { kind: 'list', items, line };
  }

  #dict(): Expression {
    const { line } = this.stream.next();
    const items = this.#separated('}', () => {
      const key = this.expression();
      this.stream.expect(':');
      return [key, this.expression()] as const;
    });
    return { kind: 'dict', items, line };
  }

  /** Items between commas up to a closing operator; a comma may follow the last. */
  #separated<Item>(closer: ']' | '}', item: () => Item): Item[] {
    const items: Item[] = [];
    while (!this.stream.is(closer)) {
      if (items.length > 0) this.stream.expect(',');
      if (this.stream.is(closer)) break;
      items.push(item());
    }
    this.stream.next();
    return items;
  }

  /** One expression, or several between commas, which are a tuple. */
  tuple(
    options: { allowsCondition?: boolean; isParenthesized?: boolean; endNames?: readonly string[] } = {},
  ): Expression {
    const { line } = this.stream.current;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect(',');
      if (this.#endsTuple(options.endNames ?? [])) break;
      items.push(this.expression(options.allowsCondition ?? true));
      if (!this.stream.is(',')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only) return only;
    if (!isTuple && !options.isParenthesized) {
      failSyntax(`Expected an expression, got '${describeToken(this.stream.current)}'`, line);
    }
    return { kind: 'tuple', items, line };
  }

  #endsTuple(endNames: readonly string[]): boolean {
    if (this.stream.is('variable_end') || this.stream.is('block_end') || this.stream.is(')')) return true;
    return endNames.length > 0 && this.stream.isOneOf(endNames);
  }

  #postfix(start: Expression): Expression {
    let node = start;
    for (;;) {
      if (this.stream.is('.')) node = this.#dot(node);
      else if (this.stream.is('[')) node = this.#subscript(node);
      else if (this.stream.is('(')) node = this.#call(node);
      else return node;
    }
  }

  #filters(start: Expression): Expression {
    let node = start;
    for (;;) {
      if (this.stream.is('|')) node = this.filter(node);
      else if (this.stream.isName('is')) node = this.#test(node);
      else if (this.stream.is('(')) node = this.#call(node);
      else return node;
    }
  }

  #dot(target: Expression): Expression {
    const { line } = this.stream.next();
    const part = this.stream.next();
    if (part.type === 'name') return { kind: 'attribute', target, name: part.value, line };
    if (part.type !== 'integer') return failSyntax('expected name or number', part.line);
    return { kind: 'item', target, key: numberConstant(part), line };
  }

  #subscript(target: Expression): Expression {
    const { line } = this.stream.next();
    const keys: (Expression | SliceNode)[] = [];
    while (!this.stream.is(']')) {
      if (keys.length > 0) this.stream.expect(',');
      keys.push(this.#subscripted());
    }
    this.stream.next();
    const [only] = keys;
    if (only && keys.length === 1) return { kind: 'item', target, key: only, line };
    const items = keys.map((key) => (key.kind === 'slice' ? failSyntax('invalid syntax', line) : key));
    return { kind: 'item', target, key: { kind: 'tuple', items, line }, line };
  }

  #subscripted(): Expression | SliceNode {
    const { line } = this.stream.current;
    const start = this.stream.is(':') ? undefined : this.expression();
    if (!this.stream.skip(':')) return start ?? failSyntax('expected an index', line);
    const stop = this.#endsIndex() || this.stream.is(':') ? undefined : this.expression();
    const hasStep = this.stream.skip(':');
    const step = !hasStep || this.#endsIndex() ? undefined : this.expression();
    return { kind: 'slice', start, stop, step, line };
  }

  #endsIndex(): boolean {
    return this.stream.is(']') || this.stream.is(',');
  }

  #call(callee: Expression): CallNode {
    const { line } = this.stream.current;
    return { kind: 'call', callee, args: this.#arguments(), line };
  }

  #arguments(): CallArguments {
    const open = this.stream.expect('(');
    const positional: Expression[] = [];
    const named: (readonly [string, Expression])[] = [];
    let spread: Expression | undefined;
    let spreadNamed: Expression | undefined;
    const ensure = (isRight: boolean) =>
      isRight || failSyntax('invalid syntax for function call expression', open.line);
    for (let isFirst = true; !this.stream.is(')'); isFirst = false) {
      if (!isFirst) this.stream.expect(',');
      if (!isFirst && this.stream.is(')')) break;
      if (this.stream.skip('*')) {
        ensure(!spread && !spreadNamed);
        spread = this.expression();
      } else if (this.stream.skip('**')) {
        ensure(!spreadNamed);
        spreadNamed = this.expression();
      } else if (this.stream.is('name') && this.stream.ahead.type === '=') {
        ensure(!spreadNamed);
        named.push(this.#keyword(named));
      } else {
        ensure(!spread && !spreadNamed && named.length === 0);
        positional.push(this.expression());
      }
    }
    this.stream.expect(')');
    return { positional, named, spread, spreadNamed };
  }

  #keyword(known: readonly (readonly [string, Expression])[]): readonly [string, Expression] {
    const { value, line } = this.stream.next();
    this.stream.next();
    if (known.some(([name]) => name === value)) failSyntax(`keyword argument repeated: ${value}`, line, 'SyntaxError');
    return [value, this.expression()];
  }

  /** `|name(…)`; without the bar where a block statement names its filter. */
  filter(target: Expression | undefined, isInline = false): FilterNode {
    if (!isInline) this.stream.expect('|');
    const { line } = this.stream.current;
    const name = this.#dottedName();
    const args = this.stream.is('(') ? this.#arguments() : NO_ARGUMENTS;
    return { kind: 'filter', target, name, args, line };
  }

  /** A chain of filters; the first one's target may be missing. */
  filterChain(target: Expression | undefined, isInline = false): FilterNode {
    let node = this.filter(target, isInline);
    while (this.stream.is('|')) node = this.filter(node);
    return node;
  }

  #dottedName(): string {
    let name = this.stream.expect('name').value;
    while (this.stream.skip('.')) name += `.${this.stream.expect('name').value}`;
    return name;
  }

  #test(target: Expression): Expression {
    const { line } = this.stream.next();
    const isNegated = this.stream.skipName('not');
    const name = this.#dottedName();
    const test: Expression = { kind: 'test', target, name, args: this.#testArguments(), line };
    return isNegated ? { kind: 'not', operand: test, line } : test;
  }

  #testArguments(): CallArguments {
    if (this.stream.is('(')) return this.#arguments();
    const { type, line } = this.stream.current;
    const begins = type === 'name' || type === 'string' || type === 'integer' || type === 'float';
    if (!(begins || this.stream.is('[') || this.stream.is('{')) || this.stream.isOneOf(['else', 'or', 'and']))
      return NO_ARGUMENTS;
    if (this.stream.isName('is')) failSyntax('You cannot chain multiple tests with is', line);
    return { ...NO_ARGUMENTS, positional: [this.#postfix(this.#primary())] };
  }

  /** What is assigned to: names, possibly several, possibly attributes of namespaces. */
  protected target(options: {
    allowsNamespace?: boolean;
    allowsTuple?: boolean;
    endNames?: readonly string[];
  }): Target {
    if (options.allowsTuple === false) return this.#singleTarget(options.allowsNamespace ?? false);
    const { line } = this.stream.current;
    const items: Target[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect(',');
      if (this.#endsTuple(options.endNames ?? [])) break;
      items.push(this.#singleTarget(options.allowsNamespace ?? false));
      if (!this.stream.is(',')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only) return only;
    if (!isTuple) failSyntax(`Expected an expression, got '${describeToken(this.stream.current)}'`, line);
    return { kind: 'targets', items, line };
  }

  #singleTarget(allowsNamespace: boolean): Target {
    const { line, value } = this.stream.current;
    const isDotted = this.stream.ahead.type === '.';
    if (allowsNamespace && this.stream.is('name') && isDotted) {
      this.stream.next();
      this.stream.next();
      return { kind: 'namespace', name: value, attribute: this.stream.expect('name').value, line };
    }
    return toTarget(this.#primary(), line);
  }
}

function toTarget(node: Expression, line: number): Target {
  if (node.kind === 'name') return node;
  if (node.kind === 'tuple') return { kind: 'targets', items: node.items.map((item) => toTarget(item, line)), line };
  const kind = node.kind === 'constant' ? 'const' : node.kind;
  return failSyntax(`can't assign to '${kind}'`, line);
}

function numberConstant({ type, value, line }: Token): Expression {
  const number = type === 'float' ? float(Number(value)) : integer(BigInt(value));
  return { kind: 'constant', value: number, line };
}
