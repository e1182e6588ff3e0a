import { type ArrayType, array, boolean, number, string, type Value } from '../../engine/index.ts';
import {
  float,
  integer,
  isJsonObject,
  isNumber,
  type JsonNumber,
  type JsonObject,
  type JsonValue,
} from '../../kernel/index.ts';
import { parseFloatText, parseInteger } from '../python-values.ts';
import type { ParameterConfig, ParameterType } from './config.ts';
import { elementTypeOf } from './parameter-schema.ts';

/** The outputs of all parameters: converted where that is possible, else the empty value of their type. */
export function convertValues(parameters: readonly ParameterConfig[], values: JsonObject): Record<string, Value> {
  return Object.fromEntries(
    parameters.map(({ name, type }) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return [name, (value === undefined ? undefined : convert(type, value)) ?? emptyOf(type)];
    }),
  );
}

function convert(type: ParameterType, value: JsonValue): Value | undefined {
  const element = elementTypeOf(type);
  if (element !== undefined) {
    if (!Array.isArray(value)) return undefined;
    const items = value.flatMap((item) => ITEMS[element]?.(item) ?? []);
    return array(type as ArrayType, items); // a type with an element type is a list's
  }
  if (type === 'string') return typeof value === 'string' ? string(value) : undefined;
  if (type === 'boolean') return convertBoolean(value);
  const converted = toJsonNumber(value);
  return converted === undefined ? undefined : number(converted);
}

/** Python's `bool(n)` for whole numbers, which is what models write for yes and no. */
function convertBoolean(value: JsonValue): Value | undefined {
  if (typeof value === 'boolean') return boolean(value);
  return typeof value === 'bigint' || Number.isInteger(value) ? boolean(Number(value) !== 0) : undefined;
}

function toJsonNumber(value: JsonValue): JsonNumber | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (isNumber(value)) return value;
  if (typeof value !== 'string') return undefined;
  if (value.includes('.')) {
    const parsed = parseFloatText(value);
    return parsed === undefined ? undefined : float(parsed);
  }
  const parsed = parseInteger(value);
  return parsed === undefined ? undefined : integer(parsed);
}

/** Items of the wrong kind are dropped. A list around each, since null is an item too. */
const ITEMS: Readonly<Record<string, (item: JsonValue) => JsonValue[]>> = {
  string: (item) => (typeof item === 'string' ? [item] : []),
  number: (item) => [toJsonNumber(item)].filter((found) => found !== undefined),
  boolean: (item) => (typeof item === 'boolean' ? [item] : []),
  object: (item) => (isJsonObject(item) ? [item] : []),
};

function emptyOf(type: ParameterType): Value {
  if (type === 'string') return string('');
  if (type === 'number') return number(0);
  if (type === 'boolean') return boolean(false);
  return array(type, []);
}

/** What stands for an answer without any values: lists are left to be filled, as in Dify. */
export function emptyAnswer(parameters: readonly ParameterConfig[]): JsonObject {
  const scalars = parameters.filter(({ type }) => elementTypeOf(type) === undefined);
  const empty = { number: 0, boolean: false, string: '' } as const;
  return Object.fromEntries(
    scalars.map(({ name, type }) => [name, type === 'number' || type === 'boolean' ? empty[type] : empty.string]),
  );
}
