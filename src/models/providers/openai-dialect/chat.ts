import { isJsonObject, type JsonObject, type JsonValue, printJson } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import { ChatCollector, type ChatDelta, type ChatHabits } from '../../wire/chat-deltas.ts';
import { bodyOf, postJson } from '../../wire/http-call.ts';
import { JsonEventParser } from '../../wire/json-events.ts';
import { listIn, objectIn } from '../../wire/json-fields.ts';
import type { Connection, LanguageWire, WireChunk } from '../../wire/language-wire.ts';
import { type BodyParser, readBody } from '../../wire/read-body.ts';
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
  const open = async (request: LanguageRequest) => {
    const call = {
      fetch: connection.fetch,
      url: urlOf(dialect, connection.credentials, '/chat/completions', model),
      headers: headersOf(dialect, connection.credentials),
      signal: request.signal,
    };
    return bodyOf(await postJson(call, toChatBody(dialect, model, request)));
  };
  return {
    stream: (request) => readBody(() => open(request), new ChatParser({ echoesReasoning })),
  };
}

/** Bytes of a stream as what they say. */
class ChatParser implements BodyParser<WireChunk> {
  readonly #events = new JsonEventParser();
  readonly #collector: ChatCollector;

  constructor(habits: ChatHabits) {
    this.#collector = new ChatCollector(habits);
  }

  get isOver(): boolean {
    return this.#events.isOver;
  }

  push(bytes: Uint8Array): Iterable<WireChunk> {
    return this.#take(this.#events.push(bytes));
  }

  *end(): Iterable<WireChunk> {
    yield* this.#take(this.#events.end());
    yield* this.#collector.end(this.isOver);
  }

  *#take(chunks: Iterable<JsonObject>): Iterable<WireChunk> {
    for (const chunk of chunks) yield* this.#collector.take(readChunk(chunk));
  }
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
