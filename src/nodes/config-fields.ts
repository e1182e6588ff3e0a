import { z } from 'zod';
import { isJsonObject, isNumber, type JsonObject, type JsonValue, toNumber } from '../kernel/index.ts';

/**
 * Fields of node documents, read as leniently as Dify's own schemas read them: numbers and booleans may stand as text,
 * and an absent or null field has its default.
 */
export const Selector = z.array(z.string());

/** A name for the value of a variable: `{variable, value_selector}`. */
export const VariableBinding = z.object({ variable: z.string(), value_selector: Selector });
export type VariableBinding = z.infer<typeof VariableBinding>;

export const json: z.ZodType<JsonValue> = z.custom<JsonValue>((value) => value !== undefined);
export const jsonObject: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject, 'expected an object');

export const integerField = z.preprocess(readNumber, z.number().int());
export const numberField = z.preprocess(readNumber, z.number());
export const booleanField = z.preprocess(readBoolean, z.boolean());
/** A text, or a number that an editor left unquoted. */
export const textField = z.preprocess(readText, z.string());

/** `schema`, with `fallback` for null as for absence. */
export function withDefault<Schema extends z.ZodType>(schema: Schema, fallback: z.output<Schema>) {
  // zod's own default() covers absence only, and files often hold null.
  return z.preprocess((value) => value ?? undefined, schema.optional()).transform((value) => value ?? fallback);
}

/** `schema`, where null means the same as absence. */
export function optionally<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => value ?? undefined, schema.optional());
}

function readNumber(value: unknown): unknown {
  if (isNumber(value)) return toNumber(value);
  if (typeof value === 'string' && value.trim() !== '') return Number(value);
  return value;
}

// pydantic's lax mode (https://docs.pydantic.dev/latest/concepts/conversion_table)
const TRUE_WORDS = new Set(['true', '1', 'yes', 'on', 't', 'y']);
const FALSE_WORDS = new Set(['false', '0', 'no', 'off', 'f', 'n']);

function readBoolean(value: unknown): unknown {
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : value;
}

function readText(value: unknown): unknown {
  return isNumber(value) ? String(value) : value;
}
