import { type FileReference, fileToJson, toJson, type Value } from '../engine/index.ts';
import { isJsonObject, type JsonObject, mapValues, pythonJson, pythonStr } from '../kernel/index.ts';

type Values = Readonly<Record<string, Value>>;

/** Outputs as the wire shows them: plain JSON, files as file objects. */
export function outputsToWire(values: Values): JsonObject {
  return mapValues(values, toJson);
}

/** All files among the outputs, for the `files` field of events. */
export function filesOf(values: Values): JsonObject[] {
  return Object.values(values).flatMap(filesIn).map(fileToJson);
}

/** Values as the texts that a form shows: nothing is empty, lists and objects are JSON (Dify controllers/common/human_input.py). */
export function textsOf(values: JsonObject): JsonObject {
  return mapValues(values, (value) => {
    if (value === null) return '';
    return Array.isArray(value) || isJsonObject(value) ? pythonJson(value) : pythonStr(value);
  });
}

function filesIn(value: Value): readonly FileReference[] {
  if (value.type === 'file') return [value.value];
  return value.type === 'array[file]' ? value.value : [];
}
