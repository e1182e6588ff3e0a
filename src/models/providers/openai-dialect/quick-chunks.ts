import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/index.ts';

/** The parser of one chunk that the SDK's chat model keeps to itself. */
interface ChunkSchema {
  safeParseAsync(
    value: unknown,
  ): Promise<{ readonly success: true; readonly data: unknown } | { readonly success: false; readonly error: unknown }>;
}

/**
 * Lets a chat model of the SDK take chunks of plain text or thinking, nearly all there are, without the library that
 * checks them, which costs more than everything else done with a chunk. All others go the SDK's way. Should the SDK
 * rename its field one day, only time is lost.
 */
export function quickenChunks<Model extends object>(model: Model): Model {
  const schema: unknown = Reflect.get(model, 'chunkSchema');
  if (isChunkSchema(schema)) Reflect.set(model, 'chunkSchema', () => ({ validate: validateBy(schema) }));
  return model;
}

function isChunkSchema(schema: unknown): schema is ChunkSchema {
  return typeof schema === 'object' && schema !== null && 'safeParseAsync' in schema;
}

function validateBy(schema: ChunkSchema) {
  return async (value: JsonValue) => {
    if (isPlainChunk(value)) return { success: true, value };
    const result = await schema.safeParseAsync(value);
    return result.success ? { success: true, value: result.data } : result;
  };
}

function isPlainChunk(chunk: JsonValue): boolean {
  if (!isJsonObject(chunk) || 'error' in chunk || !isAbsent(chunk.usage)) return false;
  const { choices } = chunk;
  return Array.isArray(choices) && choices.every((choice) => isJsonObject(choice) && isPlainChoice(choice));
}

function isPlainChoice({ delta, finish_reason: reason }: JsonObject): boolean {
  return isTextOrAbsent(reason) && isJsonObject(delta) && isPlainDelta(delta);
}

function isPlainDelta({ role, content, reasoning_content, reasoning, refusal, tool_calls }: JsonObject): boolean {
  if (!isAbsent(refusal) || !isAbsent(tool_calls)) return false;
  if (!isAbsent(role) && role !== 'assistant') return false;
  return isTextOrAbsent(content) && isTextOrAbsent(reasoning_content) && isTextOrAbsent(reasoning);
}

const isAbsent = (value: JsonValue | undefined) => value === undefined || value === null;
const isTextOrAbsent = (value: JsonValue | undefined) => isAbsent(value) || typeof value === 'string';
