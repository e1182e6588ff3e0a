import { z } from 'zod';
import { Float, isNumber, type JsonObject, type JsonValue, parseJson, toNumber } from '../../kernel/index.ts';
import type { ErrorStrategy, RetryPolicy } from '../prepared-graph.ts';
import { array, fromJson, number, object, string, type Value } from '../variables/value.ts';

/** The fields that every node's `data` may have, whatever its type (Dify core/workflow/nodes/base/entities.py). */
export interface CommonData {
  readonly errorStrategy?: ErrorStrategy;
  readonly defaults: Readonly<Record<string, Value>>;
  readonly retry?: RetryPolicy;
}

const count = z.preprocess((value) => (isNumber(value) || isDigits(value) ? readNumber(value) : value), z.int().min(0));

const Strategy = z.enum(['fail-branch', 'default-value']);

const DefaultEntry = z
  .object({
    key: z.string(),
    type: z.enum(['string', 'number', 'object', 'array[number]', 'array[string]', 'array[object]', 'array[file]']),
    value: z.custom<JsonValue>(() => true).optional(),
  })
  .transform((entry, context) => {
    const value = readDefault(entry.type, entry.value ?? null);
    if (value !== undefined) return [entry.key, value] as const;
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message: `The default value of "${entry.key}" is not of type ${entry.type}`,
    });
    return z.NEVER;
  });

const CommonSchema = z.object({
  // editors write `none` or an empty text for "no strategy"
  error_strategy: z.preprocess((value) => (value === 'none' || value === '' ? undefined : value), Strategy.nullish()),
  default_value: z.array(DefaultEntry).nullish(),
  retry_config: z
    .object({ retry_enabled: z.boolean().nullish(), max_retries: count.nullish(), retry_interval: count.nullish() })
    .nullish(),
});

const NOTHING: CommonData = { defaults: {} };

/** The common fields of a node, or what is wrong with them. */
export function readCommonData(data: JsonObject): CommonData | z.ZodError {
  if (!('error_strategy' in data || 'default_value' in data || 'retry_config' in data)) return NOTHING;
  const parsed = CommonSchema.safeParse(data);
  if (!parsed.success) return parsed.error;
  const { error_strategy, default_value, retry_config } = parsed.data;
  const maxRetries = retry_config?.retry_enabled ? (retry_config.max_retries ?? 0) : 0;
  return {
    defaults: Object.fromEntries(default_value ?? []),
    ...(error_strategy && { errorStrategy: error_strategy }),
    ...(maxRetries > 0 && { retry: { maxRetries, intervalMs: retry_config?.retry_interval ?? 0 } }),
  };
}

type DefaultType = 'string' | 'number' | 'object' | 'array[number]' | 'array[string]' | 'array[object]' | 'array[file]';

/** A text stands for a number or for JSON wherever the type is not string; undefined when it does not fit the type. */
function readDefault(type: DefaultType, value: JsonValue): Value | undefined {
  if (type === 'string') return typeof value === 'string' ? string(value) : undefined;
  if (type === 'number') return readDefaultNumber(value);
  const json = typeof value === 'string' ? tryParse(value) : value;
  if (type === 'array[file]') return fromJson(json ?? null);
  const found = fromJson(json);
  if (type === 'object')
    return found.type === 'object' || found.type === 'file' ? object(json as JsonObject) : undefined;
  if (Array.isArray(json) && json.length === 0) return array(type, []);
  if (found.type === type) return found;
  return type === 'array[object]' && found.type === 'array[file]' ? array(type, json as JsonValue[]) : undefined;
}

function readDefaultNumber(value: JsonValue): Value | undefined {
  if (isNumber(value)) return number(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  // Python's float(): 599 given as text is 599.0
  return Number.isNaN(parsed) ? undefined : number(Number.isInteger(parsed) ? new Float(parsed) : parsed);
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined; // not of the declared type: the caller says so, with the key
  }
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d+$/.test(value);
}

function readNumber(value: Parameters<typeof toNumber>[0] | string): number {
  return typeof value === 'string' ? Number(value) : toNumber(value);
}
