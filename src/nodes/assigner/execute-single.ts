import {
  array,
  files,
  type NodeContext,
  type NodeResult,
  succeeded,
  toJson,
  type Value,
  type VariableReader,
} from '../../engine/index.ts';
import { failedBy } from '../node-error.ts';
import { recordOf } from '../records.ts';
import type { AssignerConfig } from './config.ts';
import { assignerError, updatedVariables } from './updated-variables.ts';
import { zeroValue } from './zero-value.ts';

/** Version 1: one variable, written as a whole, appended to or cleared. Types are not compared. */
export async function executeSingle(
  config: AssignerConfig,
  { variables }: Pick<NodeContext, 'variables'>,
): Promise<NodeResult> {
  try {
    const original = variables.get(config.assigned_variable_selector);
    if (original === undefined) throw assignerError('assigned variable not found');
    const { income, value } = written(config, original, variables);
    const updates = [{ selector: config.assigned_variable_selector, value }];
    const inputs = { value: recordOf(income) };
    return succeeded({ outputs: {}, updates, inputs, processData: updatedVariables(updates) });
  } catch (error) {
    return failedBy(error);
  }
}

function written(config: AssignerConfig, original: Value, variables: VariableReader): { income: Value; value: Value } {
  if (config.write_mode === 'clear') {
    const zero = zeroValue(original);
    return { income: zero, value: zero };
  }
  const income = variables.get(config.input_variable_selector);
  if (income === undefined) throw assignerError('input value not found');
  return { income, value: config.write_mode === 'append' ? appended(original, income) : income };
}

function appended(original: Value, income: Value): Value {
  if (original.type === 'array[file]' && income.type === 'file') return files([...original.value, income.value]);
  if (original.type === 'array[file]') return array('array[any]', [...listOf(original), toJson(income)]);
  if (!original.type.startsWith('array[')) throw assignerError('append mode requires an array variable');
  return { ...original, value: [...listOf(original), toJson(income)] } as Value; // the same array type
}

function listOf(value: Value) {
  const json = toJson(value);
  return Array.isArray(json) ? json : [];
}
