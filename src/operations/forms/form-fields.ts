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
  default: z
    .object({ type: z.literal('constant'), value: z.string() })
    .optional()
    .catch(undefined),
});
type Field = z.infer<typeof Field>;

/** A field of a form, as whoever asks a person has to know it. */
export interface FormField {
  readonly name: string;
  /** `select`, `file` and `file-list` take what they offer or allow; any other takes text. */
  readonly type: string;
  readonly choices: readonly string[];
  /** 0: as many as one likes. */
  readonly maxFiles: number;
  /** Kinds of files and extensions; empty: any. */
  readonly allowedFiles: readonly string[];
  /** `local_file` for uploads, `remote_url` for addresses; empty: any way. */
  readonly allowedMethods: readonly string[];
  /** The text that stands in it before anybody types. */
  readonly initial?: string;
}

export function describeField(field: JsonValue): FormField {
  const { output_variable_name: name, type, option_source: options, ...file } = Field.parse(field);
  const kinds = file.allowed_file_types.filter((kind) => kind !== 'custom');
  const allowedFiles = [
    ...kinds,
    ...(kinds.length < file.allowed_file_types.length ? file.allowed_file_extensions : []),
  ];
  const initial = file.default?.value;
  return {
    ...{ name, type, choices: options?.value ?? [], maxFiles: file.number_limits, allowedFiles },
    allowedMethods: file.allowed_file_upload_methods,
    ...(initial !== undefined && { initial }),
  };
}

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
