import {
  float,
  integer,
  isJsonObject,
  isNumber,
  type JsonObject,
  type JsonValue,
  KnownError,
  pythonRepr,
  pythonTypeName,
  toNumber,
} from '../../kernel/index.ts';
import { isLongerThan, isTruthy, parseFloatText, parseInteger } from '../python-values.ts';
import type { StartVariable } from './config.ts';

/**
 * The inputs of a run as its start form wants them: defaults filled in, texts turned into numbers and booleans, keys
 * that are not in the form left out. Files stay the mappings that the caller sent: who reads the form looks them up.
 * (Dify core/app/apps/base_app_generator.py.)
 */
export function readStartInputs(form: readonly StartVariable[], inputs: JsonObject): JsonObject {
  const values = Object.fromEntries(
    form.map((field) => [field.variable, withoutNul(readInput(field, givenFor(field, inputs)))]),
  );
  refuseStrayMappings(form, values);
  return values;
}

/** A field may be called `constructor`, which every object seems to have. */
function givenFor({ variable }: StartVariable, inputs: JsonObject): JsonValue {
  return Object.hasOwn(inputs, variable) ? (inputs[variable] ?? null) : null;
}

function readInput(field: StartVariable, given: JsonValue): JsonValue {
  if (given === null && field.required) throw refusal(`${field.variable} is required in input form`);
  const value = given ?? field.default ?? null;
  return value === null ? null : readers[field.type](value, field);
}

const readers: Record<StartVariable['type'], (value: JsonValue, field: StartVariable) => JsonValue> = {
  'text-input': readText,
  paragraph: readText,
  select: readSelect,
  number: readNumber,
  checkbox: readCheckbox,
  file: readFile,
  'file-list': readFileList,
  json_object: readObject,
  external_data_tool: (value) => value,
};

function readText(value: JsonValue, field: StartVariable): JsonValue {
  const text = textOf(value, field);
  if (field.max_length && isLongerThan(text, field.max_length)) {
    throw refusal(`${field.variable} in input form must be less than ${field.max_length} characters`);
  }
  return text;
}

function readSelect(value: JsonValue, field: StartVariable): JsonValue {
  const text = textOf(value, field);
  if (field.options.includes(text)) return text;
  throw refusal(`${field.variable} in input form must be one of the following: ${pythonRepr(field.options)}`);
}

function textOf(value: JsonValue, field: StartVariable): string {
  if (typeof value === 'string') return value;
  throw refusal(`(type '${field.type}') ${field.variable} in input form must be a string`);
}

function readNumber(value: JsonValue, field: StartVariable): JsonValue {
  if (isNumber(value) || typeof value === 'boolean') return value;
  if (typeof value !== 'string') {
    throw refusal(
      `expected value type int, float or str, got <class '${pythonTypeName(value)}'>, value: ${pythonRepr(value)}`,
    );
  }
  if (value.trim() === '') return null;
  const number = value.includes('.') ? parseFloatText(value) : parseInteger(value);
  if (number === undefined) throw refusal(`${field.variable} in input form must be a valid number`);
  return typeof number === 'bigint' ? integer(number) : float(number);
}

const YES = new Set(['true', '1', 'yes', 'on']);
const NO = new Set(['false', '0', 'no', 'off']);

function readCheckbox(value: JsonValue): JsonValue {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : isNumber(value) ? String(toNumber(value)) : '';
  if (YES.has(word)) return true;
  return NO.has(word) ? false : value;
}

function readFile(value: JsonValue, field: StartVariable): JsonValue {
  if (value === '' && !field.required) return null;
  if (isJsonObject(value)) return value;
  throw refusal(`${field.variable} in input form must be a file`);
}

function readFileList(value: JsonValue, field: StartVariable): JsonValue {
  if (value === '' && !field.required) return null;
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw refusal(`${field.variable} in input form must be a list of files`);
  }
  if (field.max_length && value.length > field.max_length) {
    throw refusal(`${field.variable} in input form must be less than ${field.max_length} files`);
  }
  return value;
}

function readObject(value: JsonValue, field: StartVariable): JsonValue {
  if (isTruthy(value) && !isJsonObject(value)) throw refusal(`${field.variable} in input form must be a dict`);
  return value;
}

function withoutNul(value: JsonValue): JsonValue {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

function refuseStrayMappings(form: readonly StartVariable[], values: JsonObject): void {
  const strays = form.filter(({ type, variable }) => {
    const mayHold = type === 'file' || type === 'json_object' || type === 'file-list';
    return !mayHold && holdsMapping(values[variable] ?? null);
  });
  if (strays.length === 0) return;
  throw refusal(`Invalid input type for ${pythonRepr(strays.map(({ variable }) => variable))}`);
}

function holdsMapping(value: JsonValue): boolean {
  return Array.isArray(value) ? value.some(isJsonObject) : isJsonObject(value);
}

function refusal(message: string): KnownError {
  return new KnownError('invalid_param', { message });
}
