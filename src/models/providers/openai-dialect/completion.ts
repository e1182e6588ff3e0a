import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import { postJson } from '../../wire/http-call.ts';
import { readJsonEvents } from '../../wire/json-events.ts';
import type { Connection, LanguageWire, TokenCounts, WireChunk } from '../../wire/language-wire.ts';
import { promptText } from '../../wire/prompt-text.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';
import { toRequestFields } from './request-body.ts';

/**
 * Text completions. Not through the AI SDK: it writes `user:` and `assistant:` around every prompt and stops at the
 * former, where Dify sends the text as it is.
 */
export function completionWire(dialect: OpenAiDialect, connection: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const call = {
        fetch: connection.fetch,
        url: urlOf(dialect, connection.credentials, '/completions', model),
        headers: headersOf(dialect, connection.credentials),
        signal: request.signal,
      };
      yield* readCompletion(await postJson(call, toBody(dialect, model, request)));
    },
  };
}

function toBody(dialect: OpenAiDialect, model: string, request: LanguageRequest): JsonObject {
  return {
    ...toRequestFields(request.parameters),
    model,
    prompt: promptText(request.messages),
    stream: true,
    ...(dialect.asksForUsage && { stream_options: { include_usage: true } }),
    ...(request.stop && request.stop.length > 0 && { stop: request.stop }),
    ...(request.user !== undefined && { user: request.user }),
  };
}

/** https://platform.openai.com/docs/api-reference/completions: chunks are completion objects with partial text. */
async function* readCompletion(reply: Response): AsyncGenerator<WireChunk> {
  let reason = 'stop';
  let tokens: TokenCounts | undefined;
  for await (const chunk of readJsonEvents(reply)) {
    if (chunk['error']) throw chunk['error'];
    const choice = Array.isArray(chunk['choices']) ? chunk['choices'][0] : undefined;
    if (isJsonObject(choice)) {
      if (typeof choice['text'] === 'string' && choice['text'] !== '') yield { type: 'text', text: choice['text'] };
      if (typeof choice['finish_reason'] === 'string') reason = choice['finish_reason'];
    }
    tokens = readTokens(chunk['usage']) ?? tokens;
  }
  yield { type: 'finish', reason, ...(tokens && { tokens }) };
}

function readTokens(usage: JsonValue | undefined): TokenCounts | undefined {
  if (!isJsonObject(usage)) return undefined;
  return { prompt: Number(usage['prompt_tokens'] ?? 0), completion: Number(usage['completion_tokens'] ?? 0) };
}
