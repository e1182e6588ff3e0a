import type { LanguageModelV4FilePart, LanguageModelV4Message, LanguageModelV4TextPart } from '@ai-sdk/provider';
import { toPlainJson } from '../../kernel/index.ts';
import type { PromptContent, PromptMessage, ToolCall, TurnPart } from '../model-runtime.ts';

/** Our messages as the AI SDK's prompt. */
export function toSdkPrompt(messages: readonly PromptMessage[]): LanguageModelV4Message[] {
  return messages.map(toSdkMessage);
}

function toSdkMessage(message: PromptMessage): LanguageModelV4Message {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: toSdkParts(message.content) };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.turn?.map(toSdkTurnPart) ?? [
          ...toSdkParts(message.content),
          ...(message.toolCalls ?? []).map(toSdkToolCall),
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

function toSdkParts(content: string | readonly PromptContent[]): SdkPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return content.map((part) => (part.type === 'text' ? part : toSdkFile(part)));
}

function toSdkFile(part: Exclude<PromptContent, { type: 'text' }>): LanguageModelV4FilePart {
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

function toSdkToolCall(call: ToolCall) {
  const input = parseArguments(call.arguments);
  return { type: 'tool-call' as const, toolCallId: call.id, toolName: call.name, input };
}

function toSdkTurnPart(part: TurnPart) {
  const content = part.type === 'tool-call' ? toSdkToolCall(part.call) : { type: part.type, text: part.text };
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
