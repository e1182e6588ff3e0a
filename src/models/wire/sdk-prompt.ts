import type { LanguageModelV4FilePart, LanguageModelV4Message, LanguageModelV4TextPart } from '@ai-sdk/provider';
import { toPlainJson } from '../../kernel/index.ts';
import type { PromptContent, PromptMessage, ToolCall, TurnPart } from '../model-runtime.ts';

export interface SdkPromptOptions {
  /** Tool arguments as the text the model wrote (OpenAI's wire), or parsed (all others). */
  readonly toolArguments: 'text' | 'parsed';
  /** Replaces the translation of a part where a provider needs more than the SDK says. */
  readonly part?: (part: PromptContent) => LanguageModelV4FilePart | undefined;
}

/** Our messages as the AI SDK's prompt. */
export function toSdkPrompt(
  messages: readonly PromptMessage[],
  options: SdkPromptOptions = { toolArguments: 'parsed' },
): LanguageModelV4Message[] {
  return messages.map((message) => toSdkMessage(message, options));
}

function toSdkMessage(message: PromptMessage, options: SdkPromptOptions): LanguageModelV4Message {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: toSdkParts(message.content, options) };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.turn?.map((part) => toSdkTurnPart(part, options)) ?? [
          ...toSdkParts(message.content, options),
          ...(message.toolCalls ?? []).map((call) => toSdkToolCall(call, options)),
        ],
      };
    case 'tool': {
      const output = { type: 'text' as const, value: message.content };
      const result = { toolCallId: message.toolCallId, toolName: message.toolName, output };
      return { role: 'tool', content: [{ type: 'tool-result', ...result }] };
    }
    default:
      return message satisfies never;
  }
}

type SdkPart = LanguageModelV4TextPart | LanguageModelV4FilePart;

function toSdkParts(content: string | readonly PromptContent[], options: SdkPromptOptions): SdkPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return content.map((part) => (part.type === 'text' ? part : (options.part?.(part) ?? toSdkFile(part))));
}

export function toSdkFile(part: Exclude<PromptContent, { type: 'text' }>): LanguageModelV4FilePart {
  const data =
    part.data instanceof URL
      ? ({ type: 'url', url: part.data } as const)
      : ({ type: 'data', data: part.data } as const);
  return {
    type: 'file',
    mediaType: part.mimeType,
    data,
    ...(part.filename !== undefined && { filename: part.filename }),
  };
}

function toSdkToolCall(call: ToolCall, options: SdkPromptOptions) {
  const input = options.toolArguments === 'text' ? call.arguments : parseArguments(call.arguments);
  return { type: 'tool-call' as const, toolCallId: call.id, toolName: call.name, input };
}

function toSdkTurnPart(part: TurnPart, options: SdkPromptOptions) {
  const content = part.type === 'tool-call' ? toSdkToolCall(part.call, options) : { type: part.type, text: part.text };
  if (!part.seal) return content;
  const seals = Object.entries(part.seal).map(([name, seal]) => [name, toPlainJson(seal)] as const);
  return { ...content, providerOptions: Object.fromEntries(seals) };
}

/** Models write broken JSON now and then; a provider that wants an object gets the text under one key. */
function parseArguments(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return { input: text };
  }
}
