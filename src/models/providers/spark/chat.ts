import type { JsonObject } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import { type ChatDelta, collectChat } from '../../wire/chat-deltas.ts';
import { bearer, postJson } from '../../wire/http-call.ts';
import { readJsonEvents } from '../../wire/json-events.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { type MediaContent, notCarried } from '../../wire/media.ts';
import { toChatDelta } from '../openai-dialect/chat-delta.ts';
import { toChatMessages, toChatTool } from '../openai-dialect/chat-messages.ts';
import { toRequestFields } from '../openai-dialect/request-body.ts';
import { sentName, versionOf } from './model-name.ts';
import { refuseFailure } from './refusal.ts';

const ORIGIN = 'https://spark-api-open.xf-yun.com';

/**
 * Spark over HTTP (https://www.xfyun.cn/doc/spark/HTTP%E8%B0%83%E7%94%A8%E6%96%87%E6%A1%A3.html), which is OpenAI's
 * request and nearly its reply. Dify's old provider spoke the signed websocket instead. Its credentials serve here too:
 * `key:secret` is one of the two documented forms of the token, the console's APIPassword the other
 * (https://www.xfyun.cn/doc/spark/X1http.html). iFlytek has tool calls and usage by OpenAI's names over HTTP only, and
 * a plain request takes the one guarded way out.
 */
export function chatWire({ fetch, credentials }: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const url = `${ORIGIN}/${versionOf(model)}/chat/completions`;
      const call = { fetch, url, headers: bearer(tokenOf(credentials)), signal: request.signal };
      const reply = await postJson(call, toBody(model, request));
      yield* collectChat(readDeltas(reply));
    },
  };
}

function tokenOf(credentials: Connection['credentials']): string {
  return credentials['api_password'] || `${credentials['api_key'] ?? ''}:${credentials['api_secret'] ?? ''}`;
}

async function* readDeltas(reply: Response): AsyncGenerator<ChatDelta> {
  for await (const event of readJsonEvents(reply)) {
    refuseFailure(event);
    // `sid` is the id of the reply
    yield toChatDelta({ id: event['sid'] ?? '', ...event });
  }
}

/** Stop words are not part of this wire. */
function toBody(model: string, request: LanguageRequest): JsonObject {
  return {
    ...toRequestFields(request.parameters),
    model: sentName(model),
    messages: toChatMessages(request.messages, { media: (part) => refuseMedia(part, model), besideCalls: '' }),
    stream: true,
    ...(request.user !== undefined && { user: request.user }),
    ...toToolFields(request),
  };
}

function refuseMedia(part: MediaContent, model: string): never {
  throw notCarried(part, model);
}

/** Without the switch a call comes as an object of its own instead of a list. */
function toToolFields({ tools = [], toolChoice }: LanguageRequest): JsonObject {
  if (tools.length === 0) return {};
  return { tools: tools.map(toChatTool), tool_calls_switch: true, ...(toolChoice && { tool_choice: toolChoice }) };
}
