import type { JsonObject } from '../../../kernel/index.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import { toMediaPart } from './chat-media.ts';
import { toChatMessages, toChatTool } from './chat-messages.ts';
import type { OpenAiDialect } from './dialect.ts';
import { toRequestFields } from './request-body.ts';

/** https://platform.openai.com/docs/api-reference/chat/create, with what the provider wants otherwise. */
export function toChatBody(dialect: OpenAiDialect, model: string, request: LanguageRequest): JsonObject {
  const { stop = [], user, responseSchema } = request;
  const form = { media: toMediaPart(model), besideCalls: null };
  const body: JsonObject = {
    model,
    ...(responseSchema && { response_format: strictlyLoose(responseSchema) }),
    ...(stop.length > 0 && { stop }),
    ...toRequestFields(request.parameters),
    ...(user !== undefined && { user }),
    messages: toChatMessages(request.messages, form),
    ...toToolFields(request),
    stream: true,
    ...(dialect.asksForUsage && { stream_options: { include_usage: true } }),
  };
  return dialect.adaptBody?.(body, model) ?? body;
}

/** Strict schemas may use a part of JSON Schema only, which people's schemas know nothing of. */
function strictlyLoose({ name, schema }: NonNullable<LanguageRequest['responseSchema']>): JsonObject {
  return { type: 'json_schema', json_schema: { schema, strict: false, name } };
}

/** Tools that must not be called are left out: not every server knows the choice `none`. */
function toToolFields({ tools = [], toolChoice }: LanguageRequest): JsonObject {
  if (tools.length === 0 || toolChoice === 'none') return {};
  return { tools: tools.map(toChatTool), ...(toolChoice && { tool_choice: toolChoice }) };
}
