import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';

/**
 * Dify's model parameters as fields of a request in OpenAI's dialect. They already have its names; what differs is the
 * response format (`response_format: json_schema` beside `json_schema: TEXT`) and that an empty one is left out.
 */
export function toRequestFields(parameters: JsonObject): JsonObject {
  const { response_format: format, json_schema: schema, stop: _stop, ...fields } = parameters;
  const responseFormat = toResponseFormat(format, schema);
  return withoutNulls({ ...fields, ...(responseFormat !== undefined && { response_format: responseFormat }) });
}

function toResponseFormat(format: JsonValue | undefined, schema: JsonValue | undefined): JsonValue | undefined {
  if (format === undefined || format === null || format === '') return undefined;
  if (format === 'json_schema') return { type: 'json_schema', json_schema: parseSchema(schema) };
  return typeof format === 'string' ? { type: format } : format;
}

function parseSchema(schema: JsonValue | undefined): JsonObject {
  try {
    const parsed = typeof schema === 'string' ? parseJson(schema) : schema;
    if (isJsonObject(parsed)) return 'schema' in parsed ? parsed : { name: 'response', schema: parsed };
  } catch (cause) {
    throw new ModelError('InvokeBadRequestError', 'The parameter json_schema is not valid JSON.', { cause });
  }
  throw new ModelError('InvokeBadRequestError', 'The response format json_schema needs the parameter json_schema.');
}

function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
