import type { JsonObject, JsonValue } from '../../../kernel/index.ts';
import type { PromptContent, PromptMessage, ToolDeclaration } from '../../model-runtime.ts';
import type { MediaContent } from '../../wire/media.ts';

/**
 * OpenAI's messages and tools as JSON (https://platform.openai.com/docs/api-reference/chat/create), for providers that
 * took over the request but answer in a way of their own.
 */
export function toChatMessages(
  messages: readonly PromptMessage[],
  media: (part: MediaContent) => JsonObject,
): JsonObject[] {
  return messages.map((message) => toChatMessage(message, media));
}

function toChatMessage(message: PromptMessage, media: (part: MediaContent) => JsonObject): JsonObject {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: toContent(message.content, media) };
    case 'assistant': {
      const calls = (message.toolCalls ?? []).map(toChatToolCall);
      const content = toContent(message.content, media);
      return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
    }
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    default:
      return message satisfies never;
  }
}

/** Texts without media stay one text: not every model of such a provider reads lists. */
function toContent(content: string | readonly PromptContent[], media: (part: MediaContent) => JsonObject): JsonValue {
  if (typeof content === 'string') return content;
  if (content.every((part) => part.type === 'text')) return content.map((part) => part.text).join('\n');
  return content.map((part) => (part.type === 'text' ? { type: 'text', text: part.text } : media(part)));
}

function toChatToolCall(call: { readonly id: string; readonly name: string; readonly arguments: string }): JsonObject {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments || '{}' } };
}

export function toChatTool({ name, description, parameters }: ToolDeclaration): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}
