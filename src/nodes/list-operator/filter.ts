import { type FileReference, fileAttribute, type VariableReader } from '../../engine/index.ts';
import { isNumber, type JsonValue, pythonRepr, pythonStr, pythonTypeName, toNumber } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { compareNumbers, parseFloatText } from '../python-values.ts';
import type { FilterCondition, FilterOperator } from './config.ts';
import type { ListValue } from './list-value.ts';

/** The elements that meet every condition. (Dify core/workflow/nodes/list_operator/node.py) */
export function filtered(
  list: ListValue,
  conditions: readonly FilterCondition[],
  variables: VariableReader,
): ListValue {
  return conditions.reduce((left, condition) => {
    const value = typeof condition.value === 'string' ? variables.render(condition.value, 'text') : condition.value;
    return filteredBy(left, { ...condition, value });
  }, list);
}

function filteredBy(list: ListValue, condition: FilterCondition): ListValue {
  switch (list.type) {
    case 'array[file]':
      return { ...list, value: list.value.filter(fileTest(condition)) };
    case 'array[string]':
      return { ...list, value: list.value.filter(textTest(condition.comparison_operator, textOf(condition))) };
    case 'array[number]':
      return { ...list, value: list.value.filter(numberTest(condition.comparison_operator, textOf(condition))) };
    case 'array[boolean]':
      return { ...list, value: list.value.filter(booleanTest(condition)) };
    default:
      return list satisfies never;
  }
}

type Test = (item: JsonValue) => boolean;

function textOf({ value }: FilterCondition): string {
  if (typeof value === 'string') return value;
  throw new NodeError('InvalidFilterValueError', `Invalid filter value: ${pythonStr(value)}`);
}

const textOperators: Partial<Record<FilterOperator, (item: string, value: string) => boolean>> = {
  contains: (item, value) => item.includes(value),
  'not contains': (item, value) => !item.includes(value),
  'start with': (item, value) => item.startsWith(value),
  'end with': (item, value) => item.endsWith(value),
  is: (item, value) => item === value,
  'is not': (item, value) => item !== value,
  // the element is a part of the given text
  in: (item, value) => value.includes(item),
  'not in': (item, value) => !value.includes(item),
  empty: (item) => item === '',
  'not empty': (item) => item !== '',
};

function textTest(operator: FilterOperator, value: string): Test {
  const test = textOperators[operator] ?? invalidCondition(operator);
  return (item) => test(pythonStr(item), value);
}

const numberOperators: Partial<Record<FilterOperator, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '≠': (order) => order !== 0,
  '<': (order) => order < 0,
  '≤': (order) => order <= 0,
  '>': (order) => order > 0,
  '≥': (order) => order >= 0,
};

function numberTest(operator: FilterOperator, value: string): Test {
  const expected = parseFloatText(value);
  if (expected === undefined) {
    throw new NodeError('WorkflowNodeError', `could not convert string to float: ${pythonRepr(value)}`);
  }
  const test = numberOperators[operator] ?? invalidCondition(operator);
  return (item) => isNumber(item) && test(compareNumbers(item, expected));
}

function booleanTest({ comparison_operator: operator, value }: FilterCondition): Test {
  if (typeof value !== 'boolean') {
    const given = pythonTypeName(value);
    throw new NodeError('WorkflowNodeError', `Boolean filter expects a boolean value, got <class '${given}'>`);
  }
  if (operator !== 'is' && operator !== 'is not') return invalidCondition(operator);
  return (item) => (item === value) === (operator === 'is');
}

const textAttributes = ['name', 'extension', 'mime_type', 'url', 'related_id'];
const kindAttributes = ['type', 'transfer_method'];

function fileTest(condition: FilterCondition): (file: FileReference) => boolean {
  const { key, comparison_operator: operator, value } = condition;
  if (typeof value === 'boolean') {
    throw new NodeError('WorkflowNodeError', "File filter expects a string value, got <class 'bool'>");
  }
  const test = attributeTest(key, operator, value);
  return (file) => test(attributeOf(file, key));
}

function attributeTest(key: string, operator: FilterOperator, value: string | readonly string[]): Test {
  if (textAttributes.includes(key) && typeof value === 'string') return textTest(operator, value);
  if (kindAttributes.includes(key)) return kindTest(operator, value);
  if (key === 'size' && typeof value === 'string') return numberTest(operator, value);
  throw new NodeError('InvalidKeyError', `Invalid key: ${key}`);
}

function kindTest(operator: FilterOperator, value: string | readonly string[]): Test {
  if (operator !== 'in' && operator !== 'not in') return invalidCondition(operator);
  return (item) => value.includes(pythonStr(item)) === (operator === 'in');
}

/** A missing attribute counts as an empty text. */
export function attributeOf(file: FileReference, key: string): string | number {
  const value = fileAttribute(file, key)?.value ?? '';
  return isNumber(value) ? toNumber(value) : String(value);
}

function invalidCondition(operator: FilterOperator): never {
  throw new NodeError('InvalidConditionError', `Invalid condition: ${operator}`);
}
