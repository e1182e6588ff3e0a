import { usageToJson } from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import type { PromptContent, PromptMessage } from '../../models/index.ts';
import type { ModelReply } from './ask-model.ts';
import type { ModelConfig } from './model-fields.ts';

/** How model calls look in outputs and records. */

/** Which model worked: part of the recorded inputs and process data. */
export function modelIdentity(model: ModelConfig): { model_provider: string; model_name: string } {
  return { model_provider: model.provider, model_name: model.name };
}

/** The process data of a node that asked a model once. */
export function callToJson(model: ModelConfig, messages: readonly PromptMessage[], reply: ModelReply): JsonObject {
  return {
    model_mode: model.mode,
    prompts: promptsToJson(messages),
    usage: usageToJson(reply.usage),
    finish_reason: reply.finishReason,
    ...modelIdentity(model),
  };
}

/** Prompts as records show them (Dify core/prompt/utils/prompt_message_util.py); files only as a hint of themselves. */
export function promptsToJson(messages: readonly PromptMessage[]): JsonValue[] {
  return messages.map((message) => ({
    role: message.role,
    text: textOf(message.content),
    files: typeof message.content === 'string' ? [] : message.content.flatMap(fileToRecord),
    ...(message.role === 'assistant' &&
      message.toolCalls && {
        tool_calls: message.toolCalls.map((call) => ({
          id: call.id,
          type: 'function',
          function: { name: call.name, arguments: call.arguments },
        })),
      }),
  }));
}

function textOf(content: string | readonly PromptContent[]): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('\n')
    .trim();
}

const SHOWN = 10;

function fileToRecord(part: PromptContent): JsonObject[] {
  if (part.type === 'text') return [];
  const data = part.data instanceof URL ? part.data.href : base64Hint(part.data);
  return [{ type: part.type, data, ...(part.detail && { detail: part.detail }) }];
}

function base64Hint(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 9)).toString('base64').slice(0, SHOWN);
  const tail = Buffer.from(bytes.subarray(-9)).toString('base64').slice(-SHOWN);
  return `${head}...[TRUNCATED]...${tail}`;
}
