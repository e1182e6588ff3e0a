import { isJsonObject, type JsonObject, parseJson } from '../../../kernel/index.ts';
import { ModelError, type PromptContent, type PromptMessage, type ToolCall } from '../../model-runtime.ts';
import { base64Of } from '../../wire/media.ts';
import { textOf } from '../../wire/prompt-text.ts';

type Message<Role> = Extract<PromptMessage, { role: Role }>;

/** https://docs.ollama.com/api/chat: text in `content`, pictures beside it, arguments of tools as objects. */
export function toMessage(message: PromptMessage): JsonObject {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: textOf(message.content), ...picturesOf(message.content) };
    case 'assistant':
      return fromAssistant(message);
    case 'tool':
      return {
        role: 'tool',
        content: message.content,
        tool_name: message.toolName,
        tool_call_id: message.toolCallId,
      };
    default:
      return message satisfies never;
  }
}

/** `{images: [base64]}`, or nothing. */
export function picturesOf(content: PromptMessage['content']): JsonObject {
  const media = typeof content === 'string' ? [] : content.filter((part) => part.type !== 'text');
  return media.length > 0 ? { images: media.map(toBase64) } : {};
}

function toBase64({ type, data }: Exclude<PromptContent, { type: 'text' }>): string {
  if (type !== 'image') throw new ModelError('InvokeBadRequestError', `Ollama takes text and pictures, no ${type}.`);
  if (data instanceof Uint8Array) return base64Of(data);
  throw new ModelError('InvokeBadRequestError', `Ollama takes pictures as bytes, not as an address (${data.href}).`);
}

function fromAssistant({ content, toolCalls = [] }: Message<'assistant'>): JsonObject {
  return {
    role: 'assistant',
    ...withoutThoughts(textOf(content)),
    ...picturesOf(content),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(toToolCall) }),
  };
}

/** Conversations keep what a model thought in front of its answer; here it has a field of its own. */
function withoutThoughts(text: string): JsonObject {
  const [whole, thinking] = /^\s*<think>\n?(.*?)\n?<\/think>\s*/s.exec(text) ?? [];
  return whole === undefined ? { content: text } : { content: text.slice(whole.length), thinking: thinking ?? '' };
}

function toToolCall({ id, name, arguments: text }: ToolCall): JsonObject {
  return { id, type: 'function', function: { name, arguments: toArguments(text) } };
}

/** Models write broken JSON now and then; the server wants an object and gets the text under one key. */
function toArguments(text: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    const parsed = parseJson(text);
    return isJsonObject(parsed) ? parsed : { input: parsed };
  } catch {
    return { input: text };
  }
}
