import { z } from 'zod';
import { fileToJson } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, KnownError } from '../../kernel/index.ts';
import { rulesOfField, takeFile, takeFiles } from '../files/take-files.ts';
import type { RunFileStore } from '../scope.ts';

const Words = z.array(z.string()).catch([]);

/** A field of a form, as it was kept when the form was asked. */
const Field = z.object({
  type: z.string(),
  output_variable_name: z.string(),
  option_source: z.object({ value: Words }).optional().catch(undefined),
  allowed_file_types: Words,
  allowed_file_extensions: Words,
  allowed_file_upload_methods: Words,
  number_limits: z.number().catch(0),
});
type Field = z.infer<typeof Field>;

/**
 * What a person filled in, as the run takes it: choices are among the offered ones, and files, looked up among `files`,
 * are what their fields allow. Other values stay as they are. (Dify 1.x services/human_input_service.py)
 */
export async function takeFields(
  files: RunFileStore,
  fields: readonly JsonValue[],
  inputs: JsonObject,
): Promise<JsonObject> {
  const filled = fields
    .map((field) => Field.parse(field))
    .filter((field) => Object.hasOwn(inputs, field.output_variable_name));
  const taken = filled.map(async (field) => {
    const name = field.output_variable_name;
    return [name, await takeField(files, field, inputs[name] ?? null)] as const;
  });
  return { ...inputs, ...Object.fromEntries(await Promise.all(taken)) };
}

function takeField(files: RunFileStore, field: Field, value: JsonValue): JsonValue | Promise<JsonValue> {
  if (field.type === 'select') return takeChoice(field, value);
  if (field.type === 'file') return takeOne(files, field, value);
  return field.type === 'file-list' ? takeList(files, field, value) : value;
}

function takeChoice(field: Field, value: JsonValue): string {
  const offered = field.option_source?.value ?? [];
  if (typeof value !== 'string') throw refused(field, 'expected string');
  if (offered.length > 0 && !offered.includes(value)) {
    throw refused(field, `"${value}" is not offered (offered: ${offered.join(', ')})`);
  }
  return value;
}

async function takeOne(files: RunFileStore, field: Field, value: JsonValue): Promise<JsonObject> {
  if (!isJsonObject(value)) throw refused(field, 'expected mapping');
  return fileToJson(await takeFile(files, value, rulesOfField(field)).catch(refusing(field)));
}

async function takeList(files: RunFileStore, field: Field, value: JsonValue): Promise<JsonObject[]> {
  const { number_limits: most } = field;
  if (!Array.isArray(value)) throw refused(field, 'expected list');
  if (!value.every(isJsonObject)) throw refused(field, 'expected list of mappings');
  if (most > 0 && value.length > most) throw refused(field, `exceeds the number limit of ${most}`);
  return (await takeFiles(files, value, rulesOfField(field)).catch(refusing(field))).map(fileToJson);
}

/** What is wrong with a file is wrong with the form. */
const refusing =
  (field: Field) =>
  (error: unknown): never => {
    throw error instanceof KnownError && error.code === 'invalid_param' ? refused(field, error.message) : error;
  };

function refused({ type, output_variable_name: name }: Field, problem: string): KnownError {
  const kind = type.replace('-', ' ');
  return new KnownError('invalid_form_data', { message: `Invalid value for ${kind} input '${name}': ${problem}` });
}
