import { contains, operatorFunction } from '../access/operators.ts';
import { textChecks } from '../methods/text-checks.ts';
import { Bytes } from '../values/bytes.ts';
import { parameters } from '../values/call.ts';
import { compare, equals, isSame, type Ordering } from '../values/compare.ts';
import { hashKey, isDict } from '../values/dict.ts';
import { tryIterate, tryLength } from '../values/iterate.ts';
import { isText, Markup } from '../values/markup.ts';
import { integral, isFloat, numeric } from '../values/numbers.ts';
import { PythonObject, type Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { Range } from '../values/range.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import { type Test, test } from './filter.ts';
import { filters } from './index.ts';

/** Every test of Jinja2 3.1. */

const remainder = operatorFunction('%');

const check = (name: string, holds: (value: Value) => boolean): Test => test(name, parameters(), holds);

function both(names: readonly string[], holds: (left: Value, right: Value) => boolean): Test[] {
  return names.map((name) => test(name, parameters('other'), (value, [other]) => holds(value, other ?? null)));
}

const ordered = (names: readonly string[], operator: Ordering) => both(names, (a, b) => compare(operator, a, b));

/** Has a length and can be indexed. */
function isSequence(value: Value): boolean {
  if (tryLength(value) === undefined) return false;
  const isBuiltIn = !(value instanceof PythonObject) || value instanceof Markup || isDict(value);
  return (
    isBuiltIn ||
    value instanceof Tuple ||
    value instanceof Range ||
    value instanceof Bytes ||
    value instanceof Undefined
  );
}

const isInteger = (value: Value) => typeof value !== 'boolean' && integral(value) !== undefined;

/** Whether a registry has a name; anything hashable may be asked for. */
function isKnown(has: (name: string) => boolean, name: Value): boolean {
  hashKey(name);
  return isText(name) && has(str(name));
}

const all: readonly Test[] = [
  check('odd', (value) => equals(remainder(value, 2), 1)),
  check('even', (value) => equals(remainder(value, 2), 0)),
  ...both(['divisibleby'], (value, other) => equals(remainder(value, other), 0)),
  check('defined', (value) => !(value instanceof Undefined)),
  check('undefined', (value) => value instanceof Undefined),
  test('filter', parameters(), (value) => isKnown((name) => filters.has(name), value)),
  test('test', parameters(), (value, _, evaluation) => isKnown((name) => evaluation.hasTest(name), value)),
  check('none', (value) => value === null),
  check('boolean', (value) => typeof value === 'boolean'),
  check('false', (value) => value === false),
  check('true', (value) => value === true),
  check('integer', isInteger),
  check('float', isFloat),
  check('lower', (value) => textChecks.islower?.(str(value)) === true),
  check('upper', (value) => textChecks.isupper?.(str(value)) === true),
  check('string', isText),
  check('mapping', isDict),
  check('number', (value) => numeric(value) !== undefined),
  check('sequence', isSequence),
  check('iterable', (value) => tryIterate(value) !== undefined),
  check('callable', (value) => value instanceof PythonObject && value.isCallable),
  ...both(['sameas'], isSame),
  check('escaped', (value) => value instanceof Markup),
  ...both(['in'], (value, container) => contains(container, value)),
  ...both(['==', 'eq', 'equalto'], equals),
  ...both(['!=', 'ne'], (left, right) => !equals(left, right)),
  ...ordered(['>', 'gt', 'greaterthan'], '>'),
  ...ordered(['>=', 'ge'], '>='),
  ...ordered(['<', 'lt', 'lessthan'], '<'),
  ...ordered(['<=', 'le'], '<='),
];

export const tests: ReadonlyMap<string, Test> = new Map(all.map((entry) => [entry.name, entry]));
