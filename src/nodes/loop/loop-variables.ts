import { array, object, type Value, type VariableReader } from '../../engine/index.ts';
import { isJsonObject, isNumber, type JsonValue, parseJson } from '../../kernel/index.ts';
import { fromForeignJson } from '../json-values.ts';
import { NodeError } from '../node-error.ts';
import type { LoopVariable } from './config.ts';

/** The loop variables as they are before the first round. */
export function initialVariables(
  declared: readonly LoopVariable[],
  variables: VariableReader,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(declared.map((variable) => [variable.label, initialValue(variable, variables)]));
}

function initialValue(variable: LoopVariable, variables: VariableReader): Value {
  const { value = null } = variable;
  const found = variable.value_type === 'constant' ? constant(variable, value) : referenced(value, variables);
  if (found !== undefined) return found;
  throw new NodeError('WorkflowNodeError', `Invalid value for loop variable ${variable.label}`);
}

function referenced(value: JsonValue, variables: VariableReader): Value | undefined {
  return Array.isArray(value) ? variables.get(value.map(String)) : undefined;
}

/** A value of the declared type, or JSON text of one. */
function constant({ var_type: type }: LoopVariable, value: JsonValue): Value | undefined {
  const direct = typed(type, value);
  if (direct || typeof value !== 'string') return direct;
  // an editor's empty field is an empty list
  if (value.trim() === '' && type.startsWith('array[')) return typed(type, []);
  try {
    return typed(type, parseJson(value));
  } catch {
    return undefined; // no JSON: the caller says which variable is wrong
  }
}

function typed(type: LoopVariable['var_type'], value: JsonValue): Value | undefined {
  switch (type) {
    case 'object':
      return isJsonObject(value) ? object(value) : undefined;
    case 'string':
    case 'number':
    case 'boolean':
      return kindOf(value) === type ? fromForeignJson(value) : undefined;
    default:
      return isListOf(type.slice('array['.length, -1), value) ? array(type, value) : undefined;
  }
}

function isListOf(kind: string, value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value) && value.every((item) => kindOf(item) === kind);
}

function kindOf(value: JsonValue): string {
  if (isNumber(value)) return 'number';
  return value === null ? 'none' : typeof value;
}
