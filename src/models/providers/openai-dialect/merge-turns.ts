import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/index.ts';

/**
 * For servers that refuse two messages of one role after another (SiliconFlow, and DeepSeek's and Kimi's older models):
 * what a person or the model said in pieces becomes one message. Turns that call tools stay apart.
 */
export function withMergedTurns(body: JsonObject): JsonObject {
  const messages = Array.isArray(body['messages']) ? body['messages'] : [];
  const merged: JsonValue[] = [];
  for (const message of messages) {
    const joined = join(merged.at(-1), message);
    if (joined) merged.splice(-1, 1, joined);
    else merged.push(message);
  }
  return { ...body, messages: merged };
}

const MERGED_ROLES = new Set<JsonValue | undefined>(['user', 'assistant']);

function join(first: JsonValue | undefined, second: JsonValue): JsonObject | undefined {
  if (!isJsonObject(first) || !isJsonObject(second)) return undefined;
  if (first['role'] !== second['role'] || !MERGED_ROLES.has(first['role'])) return undefined;
  if (first['tool_calls'] || second['tool_calls']) return undefined;
  const [before, after] = [first['content'], second['content']];
  if (typeof before === 'string' && typeof after === 'string') return { ...first, content: `${before}\n\n${after}` };
  return { ...first, content: [...partsOf(before), ...partsOf(after)] };
}

function partsOf(content: JsonValue | undefined): readonly JsonValue[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content : [];
}
