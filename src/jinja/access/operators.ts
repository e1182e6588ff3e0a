import { formatPercent } from '../formatting/percent.ts';
import { claimItems, claimText, spend } from '../meter.ts';
import { escapeValue } from '../methods/markup.ts';
import { raise } from '../raised.ts';
import { Bytes } from '../values/bytes.ts';
import { equals } from '../values/compare.ts';
import { dictGet, isDict } from '../values/dict.ts';
import { DictView } from '../values/dict-view.ts';
import { tryIterate } from '../values/iterate.ts';
import { isText, Markup, textOf } from '../values/markup.ts';
import {
  addNumbers,
  clampToNumber,
  divideFloor,
  divideNumbers,
  integral,
  multiplyNumbers,
  type Numeric,
  negate,
  numeric,
  power,
  subtractNumbers,
} from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { Range } from '../values/range.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';

/** Python's binary and unary operators on any two values. */

export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

function unsupported(operator: Operator, left: Value, right: Value): never {
  if (left instanceof Undefined) left.fail();
  if (right instanceof Undefined) right.fail();
  const [a, b] = [typeName(left), typeName(right)];
  raise(
    'TypeError',
    `unsupported operand type(s) for ${operator === '**' ? '** or pow()' : operator}: '${a}' and '${b}'`,
  );
}

type Combine = (operator: Operator, left: Value, right: Value) => Value;

/** Two numbers, or what is left to do for anything else. */
function arithmetic(operator: Operator, body: (a: Numeric, b: Numeric) => Value, other: Combine = unsupported) {
  return (left: Value, right: Value): Value => {
    const a = numeric(left);
    const b = a === undefined ? undefined : numeric(right);
    return a === undefined || b === undefined ? other(operator, left, right) : body(a, b);
  };
}

const addOthers = (operator: Operator, left: Value, right: Value): Value => {
  if (isText(left) && isText(right)) return addTexts(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    claimItems(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof Tuple && right instanceof Tuple) {
    claimItems(left.items.length + right.items.length);
    return new Tuple([...left.items, ...right.items]);
  }
  return unsupported(operator, left, right);
};

function addTexts(left: string | Markup, right: string | Markup): Value {
  const isMarkup = left instanceof Markup || right instanceof Markup;
  const [a, b] = isMarkup ? [escapeValue(left), escapeValue(right)] : [textOf(left), textOf(right)];
  claimText(a.length + b.length);
  return isMarkup ? new Markup(a + b) : a + b;
}

const multiplyOthers = (operator: Operator, left: Value, right: Value): Value => {
  const [sequence, times] = isSequence(left) ? [left, right] : [right, left];
  const count = integral(times);
  if (!isSequence(sequence) || count === undefined) return unsupported(operator, left, right);
  return repeat(sequence, Math.max(0, clampToNumber(count)));
};

type Sequence = string | Markup | Value[] | Tuple;

function isSequence(value: Value): value is Sequence {
  return isText(value) || Array.isArray(value) || value instanceof Tuple;
}

function repeat(sequence: Sequence, times: number): Value {
  if (isText(sequence)) {
    claimText(textOf(sequence).length * times);
    const text = textOf(sequence) === '' ? '' : textOf(sequence).repeat(times);
    return sequence instanceof Markup ? new Markup(text) : text;
  }
  const items = sequence instanceof Tuple ? sequence.items : sequence;
  claimItems(items.length * times);
  const repeated: Value[] = [];
  for (let i = 0; items.length > 0 && i < times; i += 1) for (const item of items) repeated.push(item);
  return sequence instanceof Tuple ? new Tuple(repeated) : repeated;
}

const divideModulo = arithmetic('%', (a, b) => divideFloor(a, b)[1]);

const operators: Readonly<Record<Operator, (left: Value, right: Value) => Value>> = {
  '+': arithmetic('+', addNumbers, addOthers),
  '-': arithmetic('-', subtractNumbers),
  '*': arithmetic('*', multiplyNumbers, multiplyOthers),
  '/': arithmetic('/', divideNumbers),
  '//': arithmetic('//', (a, b) => divideFloor(a, b)[0]),
  '%': (left, right) => (isText(left) ? formatPercent(left, right) : divideModulo(left, right)),
  '**': arithmetic('**', power),
};

export function operatorFunction(operator: Operator): (left: Value, right: Value) => Value {
  return operators[operator];
}

export function signed(sign: '+' | '-', value: Value): Value {
  const number = numeric(value);
  if (number !== undefined) return sign === '-' ? negate(number) : number;
  if (value instanceof Undefined) return value.fail();
  return raise('TypeError', `bad operand type for unary ${sign}: '${typeName(value)}'`);
}

/** Python's `item in container`. */
export function contains(container: Value, item: Value): boolean {
  if (isText(container)) return textContains(textOf(container), item);
  if (isDict(container)) return dictGet(container, item) !== undefined;
  if (container instanceof Range) {
    const whole = integral(item);
    if (whole !== undefined) return container.indexOf(whole) >= 0;
  }
  if (container instanceof DictView && container.kind === 'keys') return dictGet(container.dict, item) !== undefined;
  if (container instanceof Bytes && numeric(item) === undefined) unsupportedSearch(item);
  return searchItems(container, item);
}

function searchItems(container: Value, item: Value): boolean {
  const iterator = tryIterate(container) ?? notIterable(container);
  for (let step = iterator.next(); !step.done; step = iterator.next()) {
    spend();
    if (equals(step.value, item)) return true;
  }
  return false;
}

function textContains(text: string, item: Value): boolean {
  if (isText(item)) return text.includes(textOf(item));
  return raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
}

function unsupportedSearch(item: Value): never {
  raise('TypeError', `a bytes-like object is required, not '${typeName(item)}'`);
}

function notIterable(container: Value): never {
  raise('TypeError', `argument of type '${typeName(container)}' is not iterable`);
}
