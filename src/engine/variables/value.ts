import {
  Float,
  isJsonObject,
  isNumber,
  type JsonNumber,
  type JsonObject,
  type JsonValue,
  mapValues,
} from '../../kernel/index.ts';
import { type FileReference, fileFromJson, fileToJson, isFileJson } from './file-reference.ts';

/**
 * A value of a run, with its type. Immutable: whoever changes something makes a new one, so values are shared freely
 * between pools, records and events. (Dify: core/variables/segments.py.)
 */
export type Value =
  | { readonly type: 'none'; readonly value: null }
  | { readonly type: 'string'; readonly value: string }
  /** A string that logs and records show masked. */
  | { readonly type: 'secret'; readonly value: string }
  /** Integer or float: told apart by the number itself (kernel/json.ts). */
  | { readonly type: 'number'; readonly value: JsonNumber }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'object'; readonly value: JsonObject }
  | { readonly type: 'file'; readonly value: FileReference }
  | { readonly type: 'array[file]'; readonly value: readonly FileReference[] }
  | { readonly type: ArrayType; readonly value: readonly JsonValue[] };

export const arrayTypes = ['array[string]', 'array[number]', 'array[object]', 'array[boolean]', 'array[any]'] as const;
export type ArrayType = (typeof arrayTypes)[number];
export type ValueType = Value['type'];

/** Node id or namespace, name, and then a path into the value: at least two parts. */
export type VariableSelector = readonly string[];

export const none: Value = { type: 'none', value: null };
export const string = (value: string): Value => ({ type: 'string', value });
export const secret = (value: string): Value => ({ type: 'secret', value });
export const number = (value: JsonNumber): Value => ({ type: 'number', value });
export const boolean = (value: boolean): Value => ({ type: 'boolean', value });
export const object = (value: JsonObject): Value => ({ type: 'object', value });
export const file = (value: FileReference): Value => ({ type: 'file', value });
export const files = (value: readonly FileReference[]): Value => ({ type: 'array[file]', value });
export const array = (type: ArrayType, value: readonly JsonValue[]): Value => ({ type, value });

/** The value of a JSON value, its type inferred as Dify does: mixed, nested and empty lists are `array[any]`. */
export function fromJson(json: JsonValue | undefined): Value {
  if (json === null || json === undefined) return none;
  if (typeof json === 'string') return string(json);
  if (typeof json === 'boolean') return boolean(json);
  if (isNumber(json)) return number(json);
  if (isJsonObject(json)) return fromObject(json);
  return fromList(json);
}

function fromObject(json: JsonObject): Value {
  const found = isFileJson(json) ? fileFromJson(json) : undefined;
  return found ? file(found) : object(json);
}

function fromList(list: readonly JsonValue[]): Value {
  const kinds = new Set(list.map(elementKind));
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === 'any' || kind === undefined) return array('array[any]', list);
  if (kind !== 'file') return array(`array[${kind}]`, list);
  return files(list.flatMap((item) => (isJsonObject(item) ? (fileFromJson(item) ?? []) : [])));
}

function elementKind(item: JsonValue): 'string' | 'number' | 'object' | 'boolean' | 'file' | 'any' {
  if (typeof item === 'string') return 'string';
  if (typeof item === 'boolean') return 'boolean';
  if (isNumber(item)) return 'number';
  if (isJsonObject(item)) return isFileJson(item) && fileFromJson(item) ? 'file' : 'object';
  return 'any';
}

/** The value as JSON: files as `fileToJson` writes them, secrets clear. */
export function toJson(value: Value): JsonValue {
  if (value.type === 'file') return fileToJson(value.value);
  if (value.type === 'array[file]') return value.value.map(fileToJson);
  return value.value;
}

/** All outputs of a node as one JSON object. */
export function toJsonObject(values: Readonly<Record<string, Value>>): JsonObject {
  return mapValues(values, toJson);
}

export function isFloat(value: JsonNumber): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}
