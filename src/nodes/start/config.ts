import { z } from 'zod';
import { fileKinds, transferMethods } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../kernel/index.ts';
import { booleanField, integerField, json, optionally, textField, withDefault } from '../config-fields.ts';

const startVariableTypes = [
  'text-input',
  'paragraph',
  'select',
  'number',
  'checkbox',
  'file',
  'file-list',
  'json_object',
  'external_data_tool',
] as const;

/** One field of the start form (Dify core/app/app_config/entities.py, `VariableEntity`). */
export const StartVariable = z.object({
  variable: z.string(),
  label: withDefault(z.unknown(), ''),
  type: z.enum(startVariableTypes),
  required: withDefault(booleanField, false),
  hide: withDefault(booleanField, false),
  default: optionally(json),
  max_length: z.preprocess((value) => (value === '' ? undefined : value), optionally(integerField)),
  options: withDefault(z.array(textField), []),
  allowed_file_types: withDefault(z.array(z.enum(fileKinds)), []),
  allowed_file_extensions: withDefault(z.array(z.string()), []),
  allowed_file_upload_methods: withDefault(z.array(z.enum(transferMethods)), []),
  json_schema: z.preprocess(
    readSchema,
    optionally(z.custom<JsonObject>(isJsonObject, 'json_schema must be a JSON object')),
  ),
});
export type StartVariable = z.infer<typeof StartVariable>;

export const StartConfig = z.object({ variables: withDefault(z.array(StartVariable), []) });
export type StartConfig = z.infer<typeof StartConfig>;

/** The editor keeps the schema as the text that was typed. */
function readSchema(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  try {
    return parseJson(value);
  } catch {
    // a text is no object: the schema above refuses it with its own words
    return value;
  }
}
