import { isInteger, isJsonObject, isNumber, type JsonObject, type JsonValue, toNumber } from '../kernel/index.ts';

/** Lenient readers for documents that others wrote: a value of the wrong type counts as absent. */

const NOTHING: JsonObject = {};

export function mappingAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : NOTHING;
}

export function listAt(object: JsonObject, key: string): readonly JsonValue[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

export function mappingsAt(object: JsonObject, key: string): readonly JsonObject[] {
  return listAt(object, key).filter(isJsonObject);
}

export function textsAt(object: JsonObject, key: string): readonly string[] {
  return listAt(object, key).filter((item) => typeof item === 'string');
}

/** Also numbers and booleans become text: people forget the quotes around ids. */
export function asText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || isInteger(value) ? String(value) : undefined;
}

export function textAt(object: JsonObject, key: string, fallback = ''): string {
  return asText(object[key]) ?? fallback;
}

export function flagAt(object: JsonObject, key: string, fallback = false): boolean {
  const value = object[key];
  return typeof value === 'boolean' ? value : fallback;
}

export function numberAt(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  return isNumber(value) ? toNumber(value) : undefined;
}

export function oneOfAt<Word extends string>(
  object: JsonObject,
  key: string,
  words: readonly Word[],
  fallback: Word,
): Word {
  return words.find((word) => word === object[key]) ?? fallback;
}
