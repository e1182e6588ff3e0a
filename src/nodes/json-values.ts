import { array, fromJson, object, type Value } from '../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, mapValues } from '../kernel/index.ts';

/**
 * The value of JSON that came from outside: a script, a reply, a caller. It never becomes a file, however much it looks
 * like one: files are made by the product alone.
 */
export function fromForeignJson(json: JsonValue): Value {
  const value = fromJson(json);
  if (value.type === 'file' && isJsonObject(json)) return object(json);
  if (value.type === 'array[file]' && Array.isArray(json)) return array('array[object]', json);
  return value;
}

export function valuesOf(json: JsonObject): Record<string, Value> {
  return mapValues(json, fromForeignJson);
}
