import { isJsonObject, isNumber, type JsonObject, type JsonValue, parseJson, toNumber } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import { readEventStream } from '../../wire/event-stream.ts';
import { bearer, bodyOf, postJson, readJson } from '../../wire/http-call.ts';
import type { Connection, LanguageWire, WireChunk } from '../../wire/language-wire.ts';
import { promptText } from '../../wire/prompt-text.ts';
import { taskUrl } from './address.ts';

/**
 * The task in which a model goes on from a text, as Text Generation Inference serves it
 * (https://huggingface.co/docs/inference-providers/tasks/text-generation).
 */
export function textGenerationWire({ credentials, fetch }: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const headers = bearer(credentials['huggingfacehub_api_token']);
      const call = { fetch, url: taskUrl(credentials, model), headers, signal: request.signal };
      const reply = await postJson(call, toBody(request));
      const isStream = reply.headers.get('content-type')?.includes('text/event-stream') ?? false;
      yield* isStream ? readTokens(bodyOf(reply)) : readWhole(await readJson(reply));
    },
  };
}

function toBody({ messages, parameters, stop }: LanguageRequest): JsonObject {
  const { max_tokens: maxTokens, stop: _stop, ...rest } = parameters;
  const given = { ...(maxTokens !== undefined && { max_new_tokens: maxTokens }), ...rest };
  return {
    inputs: promptText(messages),
    parameters: {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
      details: true,
      return_full_text: false,
      ...(stop && stop.length > 0 && { stop }),
    },
    stream: true,
  };
}

/** One event per token; the last one carries `details`. Special tokens (end of text) are no text. */
async function* readTokens(body: ReadableStream<Uint8Array>): AsyncGenerator<WireChunk> {
  for await (const { data } of readEventStream(body)) {
    const event = parseJson(data);
    if (!isJsonObject(event)) continue;
    if (event['error']) throw failureOf(event);
    const { token } = event;
    if (isJsonObject(token) && token['special'] !== true && typeof token['text'] === 'string' && token['text'] !== '') {
      yield { type: 'text', text: token['text'] };
    }
    if (typeof event['generated_text'] === 'string') {
      yield finishOf(event['details']);
      return;
    }
  }
  throw new Error('the reply ended before its last token');
}

/** `{error, error_type}`: what is not the request's fault is the server's. */
function failureOf({ error, error_type: type = '' }: JsonObject): unknown {
  const message = String(error);
  return type === 'validation' || type === 'overloaded' ? { message, type } : new Error(message);
}

/** Models that are not served by Text Generation Inference answer at once: `[{generated_text}]`. */
function* readWhole(reply: JsonValue): Generator<WireChunk> {
  const answer = Array.isArray(reply) ? reply[0] : reply;
  if (!isJsonObject(answer) || typeof answer['generated_text'] !== 'string') {
    throw new Error("the provider's answer holds no text");
  }
  yield { type: 'text', text: answer['generated_text'] };
  yield finishOf(answer['details']);
}

function finishOf(details: JsonValue | undefined): WireChunk {
  if (!isJsonObject(details)) return { type: 'finish', reason: 'stop' };
  const { finish_reason: reason, input_length: prompt, generated_tokens: completion } = details;
  const hasTokens = isNumber(prompt) && isNumber(completion);
  return {
    type: 'finish',
    reason: typeof reason === 'string' ? reason : 'stop',
    ...(hasTokens && { tokens: { prompt: toNumber(prompt), completion: toNumber(completion) } }),
  };
}
