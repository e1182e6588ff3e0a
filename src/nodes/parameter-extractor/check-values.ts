import { fromJson } from '../../engine/index.ts';
import {
  isJsonObject,
  isNumber,
  type JsonObject,
  type JsonValue,
  pythonStr,
  pythonTypeName,
} from '../../kernel/index.ts';
import type { ParameterConfig, ParameterType } from './config.ts';
import { elementTypeOf } from './parameter-schema.ts';

/** What is wrong with extracted values; undefined when nothing is. Words and order of the checks are Dify's. */
export function problemOf(parameters: readonly ParameterConfig[], values: JsonObject): string | undefined {
  if (Object.keys(values).length !== parameters.length) return 'Invalid number of parameters';
  for (const parameter of parameters) {
    const problem = problemOfOne(parameter, values);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfOne(parameter: ParameterConfig, values: JsonObject): string | undefined {
  const { name, type, required, options } = parameter;
  if (required && !Object.hasOwn(values, name)) return `Parameter ${name} is required`;
  const value = Object.hasOwn(values, name) ? (values[name] ?? null) : null;
  if (!isOfType(type, value)) {
    const facts = [
      `expected segment type: ${type}`,
      `actual_type: ${actualType(value)}`,
      `python_type: <class '${pythonTypeName(value)}'>`,
      `value: ${pythonStr(value)}`,
    ];
    return `Invalid value for parameter ${name}, ${facts.join(', ')}`;
  }
  const isOption = !options || options.length === 0 || options.includes(String(value));
  return type === 'string' && !isOption ? `Invalid \`select\` value for parameter ${name}` : undefined;
}

function actualType(value: JsonValue): string {
  const { type } = fromJson(value);
  if (type !== 'number') return type;
  return pythonTypeName(value) === 'int' ? 'integer' : 'float';
}

const CHECKS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  // Python's booleans are integers
  number: (value) => isNumber(value) || typeof value === 'boolean',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => isJsonObject(value),
};

function isOfType(type: ParameterType, value: JsonValue): boolean {
  const element = elementTypeOf(type);
  if (element === undefined) return CHECKS[type]?.(value) ?? false;
  return Array.isArray(value) && value.every((item) => CHECKS[element]?.(item) ?? false);
}
