import { isJsonObject, type JsonObject } from '../kernel/index.ts';
import type { VariableDefinition } from './app-definition.ts';
import { asText, listAt, textAt } from './fields.ts';
import { type DslProblem, DslRefusal } from './problem.ts';

export type VariableList = 'environment_variables' | 'conversation_variables';

/**
 * Reads the variables of a workflow. Throws a `DslRefusal` where Dify refuses the import
 * (Dify 1.x factories/variable_factory.py: name, type and a value that is not null must be there).
 */
export function readVariables(workflow: JsonObject, list: VariableList): readonly VariableDefinition[] {
  return listAt(workflow, list).map((item, index) => {
    const path = ['workflow', list, index];
    if (!isJsonObject(item)) throw new DslRefusal('INVALID_VARIABLE', `${list}: a variable is not a mapping`, path);
    const name = asText(item['name']);
    const valueType = asText(item['value_type']);
    const value = item['value'];
    if (!name) throw new DslRefusal('INVALID_VARIABLE', 'missing name', path);
    if (!valueType) throw new DslRefusal('INVALID_VARIABLE', `missing value type (variable "${name}")`, path);
    if (value === undefined || value === null) {
      throw new DslRefusal('INVALID_VARIABLE', `missing value (variable "${name}")`, path);
    }
    const id = asText(item['id']);
    return { ...(id && { id }), name, valueType, value, description: textAt(item, 'description') };
  });
}

/** Two variables of one name: the later one would hide the earlier one. */
export function findDuplicateVariables(workflow: JsonObject, list: VariableList): readonly DslProblem[] {
  const seen = new Set<string>();
  return listAt(workflow, list).flatMap((item, index) => {
    const name = isJsonObject(item) ? textAt(item, 'name') : '';
    const isDuplicate = seen.has(name);
    seen.add(name);
    const message = `Variable "${name}" is declared twice in ${list}`;
    return isDuplicate ? [{ code: 'DUPLICATE_VARIABLE', message, path: ['workflow', list, index] }] : [];
  });
}
