import { isJsonObject, type JsonObject, type JsonValue, printJson } from '../../../kernel/index.ts';
import { ChatCollector, type ChatDelta, type ChatHabits } from '../../wire/chat-deltas.ts';
import { postJson } from '../../wire/http-call.ts';
import { readJsonBatches } from '../../wire/json-events.ts';
import { listIn, objectIn } from '../../wire/json-fields.ts';
import type { Connection, LanguageWire, WireChunk } from '../../wire/language-wire.ts';
import { toChatBody } from './chat-body.ts';
import { toChatDelta } from './chat-delta.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';

/**
 * Models that think between calls of tools and must be shown again, wherever they are served, what they thought
 * (`reasoning_content`): https://api-docs.deepseek.com/guides/thinking_mode,
 * https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model, https://docs.z.ai/guides/capabilities/thinking-mode.
 */
const WANTS_REASONING_BACK = /deepseek|kimi|glm|mimo/i;

/**
 * Chat completions (https://platform.openai.com/docs/api-reference/chat-streaming). Not through the AI SDK: nearly every
 * word that anybody is told by a model passes here, and the SDK's four streams and its checks of each word cost more
 * than all else that is done with it.
 */
export function chatWire(dialect: OpenAiDialect, connection: Connection, model: string): LanguageWire {
  const echoesReasoning = (dialect.knowsReasoning ?? true) && WANTS_REASONING_BACK.test(model);
  return {
    async *stream(request) {
      const call = {
        fetch: connection.fetch,
        url: urlOf(dialect, connection.credentials, '/chat/completions', model),
        headers: headersOf(dialect, connection.credentials),
        signal: request.signal,
      };
      const reply = await postJson(call, toChatBody(dialect, model, request));
      yield* readChat(reply, { saysWhy: true, echoesReasoning });
    },
  };
}

async function* readChat(reply: Response, habits: ChatHabits): AsyncGenerator<WireChunk> {
  const collector = new ChatCollector(habits);
  for await (const chunks of readJsonBatches(reply)) {
    for (const chunk of chunks) yield* collector.take(readChunk(chunk));
  }
  yield* collector.end();
}

const LONGEST_EXCERPT = 200;

function readChunk(chunk: JsonObject): ChatDelta {
  if (chunk['error']) throw chunk['error'];
  const { choices } = chunk;
  if (Array.isArray(choices) || isJsonObject(chunk['usage'])) return toChatDelta(chunk, placeOf(choices));
  throw new Error(`a reply of an unexpected shape: ${printJson(chunk).slice(0, LONGEST_EXCERPT)}`);
}

/** Servers that do not stream answer with one whole reply, whatever they were asked. */
function placeOf(choices: JsonValue | undefined): 'delta' | 'message' {
  const first = objectIn(listIn(choices)[0]);
  return 'message' in first && !('delta' in first) ? 'message' : 'delta';
}
