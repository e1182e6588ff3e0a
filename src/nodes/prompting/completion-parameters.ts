import type { VariableReader } from '../../engine/index.ts';
import { isNumber, type JsonObject, type JsonValue, mapValues, parseJson } from '../../kernel/index.ts';
import { referencesOf } from '../template-references.ts';

/** Dify core/workflow/nodes/llm/llm_utils.py, MAX_RESOLVED_VALUE_LENGTH. */
const MAX_RESOLVED = 1024;

export interface CompletionParameters {
  readonly parameters: JsonObject;
  readonly stop: readonly string[];
}

/** The model's parameters with their references resolved, and the stop words apart from them. */
export function resolveParameters(params: JsonObject, variables: VariableReader): CompletionParameters {
  const { stop, ...rest } = params;
  const parameters = mapValues(rest, (value) => resolveParameter(value, variables));
  return { parameters, stop: stopWords(stop) };
}

function resolveParameter(value: JsonValue, variables: VariableReader): JsonValue {
  if (typeof value !== 'string' || referencesOf(value).length === 0) return value;
  return restoreType(variables.render(value).slice(0, MAX_RESOLVED));
}

/** `"0.25"` becomes 0.25 and `"true"` true; any other text stays one. */
function restoreType(text: string): JsonValue {
  try {
    const parsed = parseJson(text);
    return isNumber(parsed) || typeof parsed === 'boolean' ? parsed : text;
  } catch {
    return text;
  }
}

function stopWords(stop: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(stop) ? stop : [stop];
  return list.filter((word): word is string => typeof word === 'string' && word !== '');
}
