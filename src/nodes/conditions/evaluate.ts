import { toJson, type Value, type VariableReader } from '../../engine/index.ts';
import { isInteger, type JsonObject, type JsonValue, parseJson, pythonTypeName } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { printSelector, recordOf } from '../records.ts';
import type { Condition, ExpectedValue, LogicalOperator } from './config.ts';
import { filesHold } from './file-conditions.ts';
import { holds, isUnary } from './operators.ts';

export interface Evaluation {
  /** What was compared, for the record. */
  readonly inputs: readonly JsonObject[];
  /** One per condition that was looked at. */
  readonly results: readonly boolean[];
  readonly holds: boolean;
}

/** From left to right, up to the first condition that decides. An empty `and` holds, an empty `or` does not. */
export function evaluateConditions(
  conditions: readonly Condition[],
  operator: LogicalOperator,
  variables: VariableReader,
): Evaluation {
  const inputs: JsonObject[] = [];
  const results: boolean[] = [];
  for (const condition of conditions) {
    const result = evaluateCondition(condition, variables, inputs);
    results.push(result);
    if (result === (operator === 'or')) return { inputs, results, holds: result };
  }
  return { inputs, results, holds: operator === 'and' };
}

function evaluateCondition(condition: Condition, variables: VariableReader, inputs: JsonObject[]): boolean {
  const operator = condition.comparison_operator;
  const variable = variables.get(condition.variable_selector);
  if (variable === undefined) {
    throw new NodeError('ValueError', `Variable ${printSelector(condition.variable_selector)} not found`);
  }
  if (
    variable.type === 'array[file]' &&
    (operator === 'contains' || operator === 'not contains' || operator === 'all of')
  ) {
    const sub = condition.sub_variable_condition;
    if (!sub) throw new NodeError('ValueError', 'Sub variable is required');
    return filesHold(variable.value, sub.conditions, sub.logical_operator);
  }
  if (operator === 'exists' || operator === 'not exists') return holds(operator, toJson(variable), null);
  const expected = expectedValue(condition, variable, variables);
  inputs.push({ actual_value: recordOf(variable), expected_value: expected, comparison_operator: operator });
  return holds(operator, toJson(variable), expected);
}

/** A text is a template; beside a boolean it is read as JSON. */
function expectedValue(condition: Condition, variable: Value, variables: VariableReader): JsonValue {
  if (condition.value === undefined) return null;
  const expected = typeof condition.value === 'string' ? variables.render(condition.value, 'text') : condition.value;
  const isBoolean = variable.type === 'boolean' || variable.type === 'array[boolean]';
  if (!isBoolean || isUnary(condition.comparison_operator)) return expected;
  return typeof expected === 'object' ? expected.map(toBoolean) : toBoolean(expected);
}

function toBoolean(expected: Exclude<ExpectedValue, readonly unknown[]>): boolean {
  if (typeof expected === 'boolean') return expected;
  const value = parseExpected(expected);
  if (typeof value === 'boolean') return value;
  if (isInteger(value)) return Boolean(value);
  throw new NodeError('TypeError', `unexpected value: type=<class '${pythonTypeName(expected)}'>, value=${expected}`);
}

function parseExpected(expected: string): JsonValue {
  try {
    return parseJson(expected);
  } catch (cause) {
    throw new NodeError('ValueError', `Expected a boolean or a number, got "${expected}"`, { cause });
  }
}
