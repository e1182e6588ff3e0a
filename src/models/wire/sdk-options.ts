import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import {
  isJsonObject,
  isNumber,
  type JsonObject,
  type JsonValue,
  parseJson,
  toNumber,
  toPlainJson,
} from '../../kernel/index.ts';
import type { LanguageRequest, PromptMessage, ToolDeclaration } from '../model-runtime.ts';
import { toSdkPrompt } from './sdk-prompt.ts';

/** A request as the AI SDK's options, for providers whose wire is not OpenAI's. */
export interface SdkCall {
  readonly options: LanguageModelV4CallOptions;
  /** Dify's parameters that the SDK has no common word for. */
  readonly rest: JsonObject;
}

type NumberOption =
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'seed'
  | 'maxOutputTokens';

/** Dify's names of parameters, which differ from provider to provider. */
const NUMBERS: Readonly<Record<string, NumberOption>> = {
  temperature: 'temperature',
  top_p: 'topP',
  p: 'topP',
  top_k: 'topK',
  k: 'topK',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  seed: 'seed',
  max_tokens: 'maxOutputTokens',
  max_output_tokens: 'maxOutputTokens',
  max_tokens_to_sample: 'maxOutputTokens',
  max_new_tokens: 'maxOutputTokens',
  max_gen_len: 'maxOutputTokens',
};

export function toSdkCall(request: LanguageRequest): SdkCall {
  const { response_format: format, json_schema: schema, ...parameters } = request.parameters;
  const entries = Object.entries(parameters);
  const known = entries.flatMap(([name, value]) => {
    const option = NUMBERS[name];
    return option && isNumber(value) ? [[option, toNumber(value)] as const] : [];
  });
  const responseFormat = toResponseFormat(request, format, schema);
  return {
    options: {
      prompt: toSdkPrompt(oneSystemMessage(request.messages)),
      abortSignal: request.signal,
      ...Object.fromEntries(known),
      ...(request.stop && request.stop.length > 0 && { stopSequences: [...request.stop] }),
      ...(request.tools && request.tools.length > 0 && { tools: request.tools.map(toSdkTool) }),
      ...(request.toolChoice && { toolChoice: { type: request.toolChoice } }),
      ...(responseFormat && { responseFormat }),
    },
    rest: Object.fromEntries(entries.filter(([name]) => !NUMBERS[name])),
  };
}

function toSdkTool(tool: ToolDeclaration) {
  return {
    type: 'function' as const,
    name: tool.name,
    description: tool.description,
    inputSchema: toPlainJson(tool.parameters),
  };
}

function toResponseFormat(
  request: LanguageRequest,
  format: JsonValue | undefined,
  schemaText: JsonValue | undefined,
): LanguageModelV4CallOptions['responseFormat'] {
  if (request.responseSchema) {
    return { type: 'json', name: request.responseSchema.name, schema: toPlainJson(request.responseSchema.schema) };
  }
  const schema = format === 'json_schema' || format === undefined ? parseSchema(schemaText) : undefined;
  if (schema) return { type: 'json', schema: toPlainJson(schema) };
  return typeof format === 'string' && /json/i.test(format) ? { type: 'json' } : undefined;
}

function parseSchema(text: JsonValue | undefined): JsonObject | undefined {
  if (isJsonObject(text)) return text;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  try {
    const parsed = parseJson(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Most wires have one place for what the system says. Dify's plugins gather it there too; with nothing but that, the
 * text becomes a question, since a conversation without one is refused.
 */
export function oneSystemMessage(messages: readonly PromptMessage[]): PromptMessage[] {
  const rest = messages.filter((message) => message.role !== 'system');
  const system = messages.flatMap((message) => (message.role === 'system' ? [message.content] : [])).join('\n');
  if (system === '') return rest;
  return rest.length === 0 ? [{ role: 'user', content: system }] : [{ role: 'system', content: system }, ...rest];
}
