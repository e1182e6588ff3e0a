import { array, boolean, number, object, string, toJson, type Value, type VariableReader } from '../../engine/index.ts';
import {
  isJsonObject,
  isNumber,
  type JsonNumber,
  type JsonValue,
  parseJson,
  pythonStr,
  toNumber,
} from '../../kernel/index.ts';
import { numeric } from '../python-values.ts';
import { printSelector } from '../records.ts';
import { calculate } from './calculate.ts';
import type { AssignerItem, Operation } from './config.ts';
import { assignerError, typeName } from './updated-variables.ts';
import { zeroValue } from './zero-value.ts';

/** One item of version 2: the new value of its target; undefined when a null source leaves the target alone. */
export function applyItem(item: AssignerItem, variables: VariableReader): Value | undefined {
  const target = item.variable_selector.length === 2 ? variables.get(item.variable_selector) : undefined;
  if (target === undefined) throw notFound(item.variable_selector);
  refuseUnsupported(item, target);
  const { operation } = item;
  if (operation === 'clear') return zeroValue(target);
  if (operation === 'remove-first' || operation === 'remove-last') return trimmed(target, operation);
  const input = inputOf(item, target, variables);
  return input === SKIP ? undefined : assigned(target, operation, input);
}

const arithmetic = new Set<Operation>(['+=', '-=', '*=', '/=']);
const onArrays = new Set<Operation>(['append', 'extend', 'remove-first', 'remove-last']);
const scalarTypes = new Set<Value['type']>(['string', 'number', 'boolean', 'object']);

function refuseUnsupported({ operation, input_type }: AssignerItem, target: Value): void {
  if (!isSupported(operation, target.type)) {
    throw assignerError(`Operation ${operation} is not supported for type ${typeName(target)}`);
  }
  const takesInput = input_type === 'variable' ? takesVariable(operation) : takesConstant(operation, target.type);
  if (!takesInput) throw assignerError(`Input type ${input_type} is not supported for operation ${operation}`);
}

function isSupported(operation: Operation, type: Value['type']): boolean {
  if (operation === 'set') return scalarTypes.has(type);
  if (arithmetic.has(operation)) return type === 'number';
  return onArrays.has(operation) ? type.startsWith('array[') : true;
}

function takesVariable(operation: Operation): boolean {
  return operation !== 'set' && !arithmetic.has(operation);
}

function takesConstant(operation: Operation, type: Value['type']): boolean {
  if (operation === 'over-write' || operation === 'set') return scalarTypes.has(type);
  return arithmetic.has(operation) && type === 'number';
}

const SKIP = Symbol('a null source');

function inputOf(item: AssignerItem, target: Value, variables: VariableReader): JsonValue | typeof SKIP {
  const { value = null } = item;
  if (item.input_type === 'variable' && value !== null) return sourceOf(value, variables);
  return item.operation === 'set' && target.type === 'object' && typeof value === 'string' ? parsed(value) : value;
}

function sourceOf(selector: JsonValue, variables: VariableReader): JsonValue | typeof SKIP {
  const names = Array.isArray(selector) ? selector.map(String) : [String(selector)];
  const source = variables.get(names);
  if (source === undefined) throw notFound(names);
  return source.type === 'none' ? SKIP : toJson(source);
}

function parsed(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    throw invalidInput(text);
  }
}

function assigned(target: Value, operation: Operation, input: JsonValue): Value {
  const value = target.type.startsWith('array[')
    ? assignedList(target, operation, input)
    : scalar(target, operation, input);
  if (value === undefined) throw invalidInput(input);
  return value;
}

function scalar(target: Value, operation: Operation, input: JsonValue): Value | undefined {
  switch (target.type) {
    case 'number':
      return assignedNumber(target.value, operation, input);
    case 'string':
      return typeof input === 'string' ? string(input) : undefined;
    case 'boolean':
      return typeof input === 'boolean' ? boolean(input) : undefined;
    case 'object':
      return isJsonObject(input) ? object(input) : undefined;
    default:
      return undefined;
  }
}

function assignedNumber(current: JsonNumber, operation: Operation, input: JsonValue): Value | undefined {
  const operand = numeric(input);
  if (operand === undefined || (operation === '/=' && toNumber(operand) === 0)) return undefined;
  const isWritten = operation === 'over-write' || operation === 'set';
  return number(isWritten ? operand : calculate(current, operation, operand));
}

/** Which elements a list takes. Lists of files take none: they are not written by assigners. */
const elementChecks: Partial<Record<Value['type'], (item: JsonValue) => boolean>> = {
  'array[any]': (item) => item !== null && !Array.isArray(item),
  'array[string]': (item) => typeof item === 'string',
  'array[number]': (item) => isNumber(item) || typeof item === 'boolean',
  'array[object]': isJsonObject,
  'array[boolean]': (item) => typeof item === 'boolean',
};

function assignedList(target: Value, operation: Operation, input: JsonValue): Value | undefined {
  const isElement = elementChecks[target.type];
  if (!isElement || target.type === 'array[file]' || !isArrayValue(target)) return undefined;
  if (operation === 'append') return isElement(input) ? array(target.type, [...target.value, input]) : undefined;
  if (!Array.isArray(input) || !input.every(isElement)) return undefined;
  return array(target.type, operation === 'extend' ? [...target.value, ...input] : input);
}

type ArrayValue = Extract<Value, { readonly value: readonly JsonValue[] }>;

function isArrayValue(value: Value): value is ArrayValue {
  return Array.isArray(value.value) && value.type !== 'array[file]';
}

function trimmed(target: Value, operation: 'remove-first' | 'remove-last'): Value {
  const [from, to] = operation === 'remove-first' ? [1, undefined] : [0, -1];
  if (target.type === 'array[file]') return { ...target, value: target.value.slice(from, to) };
  return isArrayValue(target) ? array(target.type, target.value.slice(from, to)) : target;
}

function notFound(selector: readonly string[]) {
  return assignerError(`Variable ${printSelector(selector)} not found`);
}

function invalidInput(value: JsonValue) {
  return assignerError(`Invalid input value ${pythonStr(value)}`);
}
