import type { JsonObject } from '../../../kernel/index.ts';
import { ModelError, type PromptMessage, type ToolCall } from '../../model-runtime.ts';
import { type MediaContent, mediaUrl } from '../../wire/media.ts';
import { textOf } from '../../wire/prompt-text.ts';

/**
 * Messages as the two generation services want them: `plain` ones are text, `rich` ones lists of parts, each an object
 * with one key (https://help.aliyun.com/en/model-studio/qwen-api-via-dashscope).
 */
export type MessageForm = 'plain' | 'rich';

export function toMessage(message: PromptMessage, form: MessageForm): JsonObject {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: toContent(message.content, form) };
    case 'user':
      return { role: 'user', content: toContent(message.content, form) };
    case 'assistant':
      return {
        role: 'assistant',
        // Dify models/tongyi/models/llm/llm.py: an answer without words, as before a call, is a blank
        content: toContent(textOf(message.content) || ' ', form),
        ...(message.toolCalls && message.toolCalls.length > 0 && { tool_calls: message.toolCalls.map(toToolCall) }),
      };
    case 'tool':
      return {
        role: 'tool',
        content: message.content,
        tool_call_id: message.toolCallId,
        name: message.toolName,
      };
    default:
      return message satisfies never;
  }
}

export function hasMedia({ content }: PromptMessage): boolean {
  return typeof content !== 'string' && content.some((part) => part.type !== 'text');
}

function toContent(content: PromptMessage['content'], form: MessageForm): string | JsonObject[] {
  if (form === 'plain') return textOf(content);
  if (typeof content === 'string') return [{ text: content }];
  // the service's examples put what is to be seen before what is asked about it
  const media = content.filter((part) => part.type !== 'text');
  const texts = content.filter((part) => part.type === 'text');
  return [...media.map(toMedium), ...texts.map(({ text }) => ({ text }))];
}

function toMedium(part: MediaContent): JsonObject {
  if (part.type === 'document') {
    throw new ModelError('InvokeBadRequestError', 'DashScope takes pictures, sounds and films, no documents.');
  }
  return { [part.type]: mediaUrl(part) };
}

function toToolCall({ id, name, arguments: text }: ToolCall, index: number): JsonObject {
  return { id, type: 'function', index, function: { name, arguments: text } };
}
