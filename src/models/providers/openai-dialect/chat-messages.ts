import { type JsonObject, type JsonValue, parseJson, printJson } from '../../../kernel/index.ts';
import type { PromptContent, PromptMessage, ProviderTurn, ToolCall, ToolDeclaration } from '../../model-runtime.ts';
import type { MediaContent } from '../../wire/media.ts';

/** What providers that took over OpenAI's messages do differently. */
export interface MessageForm {
  /** Throws for files that the provider has no form for. */
  readonly media: (part: MediaContent) => JsonObject;
  /** What stands for the text of a turn that only calls tools. */
  readonly besideCalls: '' | null;
}

/** OpenAI's messages and tools as JSON (https://platform.openai.com/docs/api-reference/chat/create). */
export function toChatMessages(messages: readonly PromptMessage[], form: MessageForm): JsonObject[] {
  return messages.map((message) => toChatMessage(message, form));
}

function toChatMessage(message: PromptMessage, form: MessageForm): JsonObject {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: toContent(message.content, form) };
    case 'assistant':
      return message.turn ? toEarlierTurn(message.turn, form) : toAnswer(message, form);
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    default:
      return message satisfies never;
  }
}

/** Texts without media stay one text: not every server reads lists. */
function toContent(content: string | readonly PromptContent[], { media }: MessageForm): JsonValue {
  if (typeof content === 'string') return content;
  if (content.every((part) => part.type === 'text')) return content.map((part) => part.text).join('\n');
  return content.map((part) => (part.type === 'text' ? { type: 'text', text: part.text } : media(part)));
}

function toAnswer(message: Extract<PromptMessage, { role: 'assistant' }>, form: MessageForm): JsonObject {
  const calls = (message.toolCalls ?? []).map(toChatToolCall);
  const content = toContent(message.content, form);
  if (calls.length === 0) return { role: 'assistant', content };
  return { role: 'assistant', content: content === '' ? form.besideCalls : content, tool_calls: calls };
}

/** As the provider sealed it. */
function toEarlierTurn(turn: ProviderTurn, { besideCalls }: MessageForm): JsonObject {
  const textsOf = (type: 'text' | 'reasoning') => turn.map((part) => (part.type === type ? part.text : '')).join('');
  const reasoning = textsOf('reasoning');
  const calls = turn.flatMap((part) =>
    part.type === 'tool-call' ? [{ ...toChatToolCall(part.call), ...part.seal }] : [],
  );
  return {
    role: 'assistant',
    content: textsOf('text') || (calls.length > 0 ? besideCalls : ''),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function toChatToolCall(call: ToolCall): JsonObject {
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: asJsonText(call.arguments || '{}') },
  };
}

/** Models write broken JSON now and then; servers that read the arguments refuse it, but not a text of it. */
function asJsonText(text: string): string {
  try {
    parseJson(text);
    return text;
  } catch {
    return printJson(text);
  }
}

export function toChatTool({ name, description, parameters }: ToolDeclaration): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}
