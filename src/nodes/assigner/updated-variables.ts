import { isFloat, type Value, type VariableUpdate } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { recordOf } from '../records.ts';

export function assignerError(message: string): NodeError {
  return new NodeError('VariableOperatorNodeError', message);
}

/** What was written, for the record (Dify core/workflow/nodes/variable_assigner/common/helpers.py). */
export function updatedVariables(updates: readonly VariableUpdate[]): JsonObject {
  const written = updates.map(({ selector, value }) => ({
    name: selector[1] ?? '',
    selector,
    value_type: typeName(value),
    new_value: recordOf(value),
  }));
  return { __updated_variables: written };
}

/** Numbers are told apart here, as nowhere else that people see. */
export function typeName(value: Value): string {
  if (value.type !== 'number') return value.type;
  return isFloat(value.value) ? 'float' : 'integer';
}
