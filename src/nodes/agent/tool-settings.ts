import { isJsonObject, type JsonObject, type JsonValue, mapValues } from '../../kernel/index.ts';

/**
 * The tools of an agent as strategies want them: only the enabled ones, settings as bare values, and of the parameters
 * those that the author fixed (`auto: 0`); the model fills in the others. (Dify core/workflow/nodes/agent/agent_node.py)
 */
export function plainTools(value: JsonValue): JsonValue {
  if (!isToolList(value)) return value;
  return value.filter((tool) => tool['enabled'] === true).map(plainTool);
}

function isToolList(value: JsonValue): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isJsonObject(item) && 'tool_name' in item);
}

function plainTool({ schemas: _, ...tool }: JsonObject): JsonObject {
  return { ...tool, settings: plainSettings(tool['settings']), parameters: plainParameters(tool['parameters']) };
}

function plainSettings(settings: JsonValue | undefined): JsonObject {
  if (!isJsonObject(settings)) return {};
  return mapValues(settings, (setting) => (isJsonObject(setting) ? (setting['value'] ?? null) : setting));
}

function plainParameters(parameters: JsonValue | undefined): JsonObject {
  if (!isJsonObject(parameters)) return {};
  const isMarked = Object.values(parameters).every(isJsonObject);
  return isMarked
    ? mapValues(parameters, (parameter) => (isJsonObject(parameter) ? fixedValue(parameter) : null))
    : parameters;
}

/** `auto` is 1 for what the model decides. */
function fixedValue({ auto = 1, value = null }: JsonObject): JsonValue {
  if (auto !== 0 || value === null) return null;
  return isJsonObject(value) ? (value['value'] ?? '') : value;
}
