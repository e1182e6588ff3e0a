import type { JsonObject } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import { type ChatDelta, collectChat } from '../../wire/chat-deltas.ts';
import { postJson } from '../../wire/http-call.ts';
import { readJsonEvents } from '../../wire/json-events.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { type MediaContent, mediaUrl, notCarried } from '../../wire/media.ts';
import { toChatDelta } from '../openai-dialect/chat-delta.ts';
import { toChatMessages, toChatTool } from '../openai-dialect/chat-messages.ts';
import { toRequestFields } from '../openai-dialect/request-body.ts';
import { callTo, refuseFailure } from './call.ts';
import { sentName } from './model-name.ts';

/** https://platform.minimaxi.com/docs/api-reference/text-post: OpenAI's request, and a state of its own in the reply. */
export function chatWire(connection: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const call = callTo(connection, 'text/chatcompletion_v2', request.signal);
      const reply = await postJson(call, toBody(sentName(model), request));
      yield* collectChat(readDeltas(reply, hidesReasoning(sentName(model), request.parameters)));
    },
  };
}

/** The last event repeats the whole reply as `message`; only what a `delta` says is new. */
async function* readDeltas(reply: Response, isHidden: boolean): AsyncGenerator<ChatDelta> {
  for await (const event of readJsonEvents(reply)) {
    refuseFailure(event);
    const delta = toChatDelta(event);
    yield isHidden ? { ...delta, reasoning: '' } : delta;
  }
}

/** Dify's models/minimax/models/llm/_functional.py: what M3 thinks is shown only when that was asked for. */
function hidesReasoning(model: string, parameters: JsonObject): boolean {
  return (parameters['exclude_reasoning_tokens'] ?? model === 'MiniMax-M3') === true;
}

/** The wire has no switch for thinking: its models think as they like, which is what Dify's switches ask for. */
function toBody(model: string, request: LanguageRequest): JsonObject {
  const {
    max_tokens: maxTokens,
    thinking: _thinking,
    thinking_budget: _budget,
    exclude_reasoning_tokens: _hidden,
    ...fields
  } = toRequestFields(request.parameters);
  return {
    ...fields,
    model,
    messages: toChatMessages(request.messages, { media: (part) => toMedia(part, model), besideCalls: '' }),
    stream: true,
    stream_options: { include_usage: true },
    ...(maxTokens !== undefined && { max_completion_tokens: maxTokens }),
    // not in the documentation, but taken: Dify's plugin sends it too
    ...(request.stop && request.stop.length > 0 && { stop: request.stop }),
    ...(request.tools && request.tools.length > 0 && { tools: request.tools.map(toChatTool) }),
    // there is no word for `required`
    ...(request.toolChoice && { tool_choice: request.toolChoice === 'none' ? 'none' : 'auto' }),
    ...(request.responseSchema && { response_format: { type: 'json_schema', json_schema: request.responseSchema } }),
  };
}

function toMedia(part: MediaContent, model: string): JsonObject {
  if (part.type === 'image') return { type: 'image_url', image_url: { url: mediaUrl(part) } };
  // the form of M3 (https://platform.minimax.io/docs/api-reference/text/api/openapi-chat-openai.json)
  if (part.type === 'video') return { type: 'video_url', video_url: { url: mediaUrl(part) } };
  throw notCarried(part, model);
}
