import type { Operator } from '../access/operators.ts';
import type { CompareOperator, Expression } from './nodes.ts';
import { OperandParser } from './operand-parser.ts';
import type { Token } from './tokens.ts';

/** How tightly operators bind, from `or` to `**`. */
const [OR, AND, NOT, COMPARE, SUM, CONCAT, PRODUCT, POWER] = [0, 1, 2, 3, 4, 5, 6, 7];
const WORD_LEVELS: ReadonlyMap<string, number> = new Map([
  ['or', OR],
  ['and', AND],
  ['in', COMPARE],
  ['not', COMPARE],
]);
const SIGN_LEVELS: ReadonlyMap<string, number> = new Map<string, number>([
  ...['==', '!=', '<', '<=', '>', '>='].map((sign) => [sign, COMPARE] as const),
  ...['+', '-'].map((sign) => [sign, SUM] as const),
  ['~', CONCAT],
  ...['*', '/', '//', '%'].map((sign) => [sign, PRODUCT] as const),
  ['**', POWER],
]);
/** Expressions, by the grammar of Jinja2's parser. */
export class ExpressionParser extends OperandParser {
  expression(allowsCondition = true): Expression {
    return this.nested(this.stream.current.line, () => (allowsCondition ? this.#condition() : this.#operation(0)));
  }

  #condition(): Expression {
    let { line } = this.stream.current;
    let yes = this.#operation(0);
    while (this.stream.skipName('if')) {
      const test = this.#operation(0);
      const no = this.stream.skipName('else') ? this.expression() : undefined;
      yes = { kind: 'condition', test, yes, no, line };
      line = this.stream.current.line;
    }
    return yes;
  }

  /** Operators that bind at least as tightly as `level`, by climbing: all of them from the left, even `**`. */
  #operation(level: number): Expression {
    let left = level <= NOT && this.stream.isName('not') ? this.#negation() : this.unary();
    for (;;) {
      const { current } = this.stream;
      const found = current.type === 'name' ? WORD_LEVELS.get(current.value) : SIGN_LEVELS.get(current.type);
      if (found === undefined || found < level || !this.#isInfix(current)) return left;
      left = this.#infix(left, found, current);
    }
  }

  /** `not` stands between two operands only before `in`. */
  #isInfix({ type, value }: Token): boolean {
    const { ahead } = this.stream;
    return type !== 'name' || value !== 'not' || (ahead.type === 'name' && ahead.value === 'in');
  }

  #negation(): Expression {
    const { line } = this.stream.next();
    return this.nested(line, () => ({ kind: 'not', operand: this.#operation(NOT), line }));
  }

  #infix(left: Expression, level: number, { type, value, line }: Token): Expression {
    if (level === COMPARE) return this.#comparison(left, line);
    if (type === '~') return this.#concat(left, line);
    this.stream.next();
    const right = this.#operation(level + 1);
    if (value === 'and' || value === 'or') return { kind: value, left, right, line };
    return { kind: 'binary', operator: value as Operator, left, right, line }; // the table holds no others
  }

  #comparison(first: Expression, line: number): Expression {
    const rest: (readonly [CompareOperator, Expression])[] = [];
    for (let operator = this.#compareOperator(); operator; operator = this.#compareOperator()) {
      rest.push([operator, this.#operation(COMPARE + 1)]);
    }
    return { kind: 'compare', first, rest, line };
  }

  #compareOperator(): CompareOperator | undefined {
    const { current } = this.stream;
    // A sign of this level is a comparison.
    if (SIGN_LEVELS.get(current.type) === COMPARE) return this.stream.next().value as CompareOperator;
    if (this.stream.skipName('in')) return 'in';
    if (!this.stream.isName('not') || !this.#isInfix(current)) return undefined;
    this.stream.next();
    this.stream.next();
    return 'not in';
  }

  #concat(first: Expression, line: number): Expression {
    const parts = [first];
    while (this.stream.skip('~')) parts.push(this.#operation(CONCAT + 1));
    return { kind: 'concat', parts, line };
  }
}
