import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { TokenCounts, WireChunk } from './language-wire.ts';
import { TurnRecorder, toToolCall } from './turn-recorder.ts';

/**
 * One streamed call through a model of the AI SDK. Its `streamText` is left out on purpose: it would retry, collect and
 * validate once more, and forget the provider's own finish reason.
 */
export async function* streamFromSdk(
  model: LanguageModelV4 | Promise<LanguageModelV4>,
  optionsOf: () => LanguageModelV4CallOptions,
): AsyncGenerator<WireChunk> {
  const { stream } = await (await model).doStream(optionsOf());
  const recorder = new TurnRecorder();
  const reader = stream.getReader(); // the stream's own iterator takes more turns for every part
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const part = next.value;
      recorder.note(part);
      const turn = part.type === 'finish' ? recorder.turn() : undefined;
      const chunk = part.type === 'finish' ? { ...finishOf(part), ...(turn && { turn }) } : toChunk(part);
      if (chunk) yield chunk;
    }
  } finally {
    await reader.cancel();
  }
}

function toChunk(part: LanguageModelV4StreamPart): WireChunk | undefined {
  switch (part.type) {
    case 'text-delta':
      return part.delta === '' ? undefined : { type: 'text', text: part.delta };
    case 'reasoning-delta':
      return part.delta === '' ? undefined : { type: 'reasoning', text: part.delta };
    case 'tool-call':
      return part.providerExecuted ? undefined : { type: 'tool-call', call: toToolCall(part) };
    case 'file':
      return { type: 'file', mimeType: part.mediaType, data: fileBytes(part.data) };
    case 'error':
      throw part.error;
    default:
      return undefined;
  }
}

function fileBytes(data: Extract<LanguageModelV4StreamPart, { type: 'file' }>['data']): Uint8Array {
  if (data.type !== 'data') return Buffer.from(data.url.toString());
  return typeof data.data === 'string' ? Buffer.from(data.data, 'base64') : data.data;
}

function finishOf(part: Extract<LanguageModelV4StreamPart, { type: 'finish' }>) {
  const prompt = part.usage.inputTokens.total;
  const completion = part.usage.outputTokens.total;
  const tokens: TokenCounts | undefined =
    prompt === undefined && completion === undefined ? undefined : { prompt: prompt ?? 0, completion: completion ?? 0 };
  const reason = part.finishReason.raw ?? SPOKEN_REASONS[part.finishReason.unified];
  return { type: 'finish' as const, reason: reason ?? part.finishReason.unified, ...(tokens && { tokens }) };
}

/** OpenAI's words, which Dify's records show for most providers. */
const SPOKEN_REASONS: Readonly<Record<string, string>> = {
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};
