import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';

/**
 * Dify's parameters in Ollama's places (https://docs.ollama.com/api/chat): four stand beside the messages, the model's
 * own under `options`, where unknown ones do no harm.
 */
export function toRequestFields({ parameters, responseSchema, stop }: LanguageRequest): JsonObject {
  const { format, json_schema: schema, response_format: responseFormat, stop: _stop, ...rest } = parameters;
  const { keep_alive: keepAlive, think, think_level: level, ...options } = rest;
  const shape = responseSchema?.schema ?? toFormat(schema) ?? toFormat(format) ?? toJson(responseFormat);
  const thinking = toThink(level) ?? toThink(think);
  return {
    stream: true,
    ...(shape !== undefined && { format: shape }),
    ...(keepAlive !== undefined && keepAlive !== null && keepAlive !== '' && { keep_alive: keepAlive }),
    ...(thinking !== undefined && { think: thinking }),
    options: { ...toOptions(options), ...(stop && stop.length > 0 && { stop }) },
  };
}

/** A schema, or `json` for any object. Dify's plugin takes a schema that cannot be read for a wish for JSON. */
function toFormat(value: JsonValue | undefined): JsonValue | undefined {
  if (isJsonObject(value)) return schemaIn(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  try {
    const parsed = parseJson(value);
    return isJsonObject(parsed) ? schemaIn(parsed) : 'json';
  } catch {
    return 'json';
  }
}

/** `json_object` and the like of other providers. */
function toJson(format: JsonValue | undefined): 'json' | undefined {
  return typeof format === 'string' && format.includes('json') ? 'json' : undefined;
}

/** People also write `{name, schema}`, as OpenAI has it. */
function schemaIn(value: JsonObject): JsonObject {
  return isJsonObject(value['schema']) ? value['schema'] : value;
}

/** https://docs.ollama.com/capabilities/thinking */
const LEVELS = new Set(['low', 'medium', 'high', 'max']);
const NO = new Set(['false', 'no', '0', 'off', 'disabled', 'unsupported']);

function toThink(value: JsonValue | undefined): boolean | string | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word === '') return undefined;
  return LEVELS.has(word) ? word : !NO.has(word);
}

/** Other providers' name for the greatest number of tokens is understood, too. */
function toOptions({ max_tokens: maxTokens, ...options }: JsonObject): JsonObject {
  const all = { ...(maxTokens !== undefined && { num_predict: maxTokens }), ...options };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
