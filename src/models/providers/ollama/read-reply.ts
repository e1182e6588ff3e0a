import {
  isJsonObject,
  isNumber,
  type JsonObject,
  type JsonValue,
  parseJson,
  printJson,
  toNumber,
} from '../../../kernel/index.ts';
import { readLines } from '../../wire/event-stream.ts';
import type { TokenCounts, WireChunk } from '../../wire/language-wire.ts';

/**
 * Reads the lines of a reply (https://docs.ollama.com/api/streaming), each a piece of the answer, the last one with
 * `done`. `partOf` finds the piece in its line: the two endpoints keep it in different places.
 */
export async function* readReply(
  body: ReadableStream<Uint8Array>,
  partOf: (line: JsonObject) => JsonObject,
): AsyncGenerator<WireChunk> {
  let calls = 0;
  for await (const text of readLines(body)) {
    const line = readLine(text);
    for (const chunk of readPart(partOf(line), calls)) {
      if (chunk.type === 'tool-call') calls += 1;
      yield chunk;
    }
    if (line['done'] === true) {
      yield finishOf(line);
      return;
    }
  }
  throw new Error('the reply ended before its last line');
}

/** An error in the middle is a line of its own: `{"error": "…"}` (https://docs.ollama.com/api/errors). */
function readLine(text: string): JsonObject {
  const line = parseJson(text);
  if (!isJsonObject(line)) throw new Error(`a line of the reply is no object: ${text.slice(0, 200)}`);
  if (line['error'] !== undefined) {
    throw new Error(typeof line['error'] === 'string' ? line['error'] : printJson(line['error']));
  }
  return line;
}

/** `{content, thinking, tool_calls}`, each of which may be absent. */
function readPart({ content, thinking, tool_calls: calls }: JsonObject, callsBefore: number): WireChunk[] {
  return [
    ...(typeof thinking === 'string' && thinking !== '' ? [{ type: 'reasoning', text: thinking } as const] : []),
    ...(typeof content === 'string' && content !== '' ? [{ type: 'text', text: content } as const] : []),
    ...(Array.isArray(calls) ? calls.flatMap((call, i) => readToolCall(call, callsBefore + i)) : []),
  ];
}

/** Older servers give calls no id. */
function readToolCall(call: JsonValue, position: number): WireChunk[] {
  const wanted = isJsonObject(call) ? call['function'] : undefined;
  if (!isJsonObject(call) || !isJsonObject(wanted) || typeof wanted['name'] !== 'string') return [];
  const { name, arguments: args = {} } = { ...wanted, name: wanted['name'] };
  const id = typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : `${name}_${position}`;
  return [{ type: 'tool-call', call: { id, name, arguments: typeof args === 'string' ? args : printJson(args) } }];
}

function finishOf(line: JsonObject): WireChunk {
  const reason = typeof line['done_reason'] === 'string' ? line['done_reason'] : 'stop';
  const tokens = readTokens(line);
  return { type: 'finish', reason, ...(tokens && { tokens }) };
}

function readTokens({ prompt_eval_count: prompt, eval_count: completion }: JsonObject): TokenCounts | undefined {
  return isNumber(prompt) && isNumber(completion)
    ? { prompt: toNumber(prompt), completion: toNumber(completion) }
    : undefined;
}
