import { isJsonObject, type JsonObject, type JsonValue, parseJson, printJson } from '../../../kernel/index.ts';
import { type LanguageRequest, ModelError, type ToolDeclaration } from '../../model-runtime.ts';
import { toRequestFields } from '../openai-dialect/request-body.ts';
import { withThinking } from './thinking.ts';
import { type MessageForm, toMessage } from './to-messages.ts';

/** The body of a request for text (https://help.aliyun.com/en/model-studio/qwen-api-via-dashscope). */
export function toBody(model: string, request: LanguageRequest, form: MessageForm): JsonObject {
  const { extra_headers: _headers, ...parameters } = request.parameters;
  const fields = toRequestFields(withThinking(model, parameters));
  return {
    model,
    input: { messages: request.messages.map((message) => toMessage(message, form)) },
    parameters: {
      result_format: 'message',
      incremental_output: true,
      ...fields,
      ...(request.responseSchema && { response_format: { type: 'json_schema', json_schema: request.responseSchema } }),
      ...(request.stop && request.stop.length > 0 && { stop: request.stop }),
      ...toTools(request),
    },
  };
}

/** Qwen-MT translates one text and sends all it has with each event (https://help.aliyun.com/en/model-studio/qwen-mt-api). */
export const isTranslator = (model: string) => model.startsWith('qwen-mt');

export function toTranslationBody(model: string, request: LanguageRequest): JsonObject {
  const { source_lang, target_lang, domains, extra_headers: _headers, ...parameters } = request.parameters;
  const question = request.messages.findLast(({ role }) => role === 'user');
  if (!question)
    throw new ModelError('InvokeBadRequestError', `${model} translates what a user says; nothing was said.`);
  const options = Object.entries({ source_lang, target_lang, domains }).filter(isGiven);
  return {
    model,
    input: { messages: [toMessage(question, 'plain')] },
    parameters: {
      result_format: 'message',
      ...toRequestFields(parameters),
      translation_options: Object.fromEntries(options),
    },
  };
}

function isGiven(entry: [string, JsonValue | undefined]): entry is [string, JsonValue] {
  return entry[1] !== undefined && entry[1] !== null && entry[1] !== '';
}

function toTools({ tools = [], toolChoice }: LanguageRequest): JsonObject {
  if (tools.length === 0) return {};
  return { tools: tools.map(toTool), ...(toolChoice && { tool_choice: toChoice(toolChoice, tools) }) };
}

function toTool({ name, description, parameters }: ToolDeclaration): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}

/** A call can only be forced by name, so a choice among several is the model's. */
function toChoice(choice: 'auto' | 'none' | 'required', [first, ...others]: readonly ToolDeclaration[]): JsonValue {
  if (choice !== 'required') return choice;
  return first && others.length === 0 ? { type: 'function', function: { name: first.name } } : 'auto';
}

/** Dify's parameter with JSON text, for what DashScope wants in headers of its own (inspection of what is said, billing). */
export function toHeaders({ extra_headers: given }: JsonObject): Record<string, string> {
  if (typeof given !== 'string' || given.trim() === '') return {};
  const headers = parseHeaders(given);
  if (!isJsonObject(headers)) {
    throw new ModelError(
      'InvokeBadRequestError',
      `The parameter extra_headers is no JSON object: ${given.slice(0, 100)}`,
    );
  }
  const own = Object.entries(headers).filter(([name]) => /^x-dashscope-/i.test(name));
  return Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), textOfHeader(value)]));
}

function textOfHeader(value: JsonValue): string {
  return typeof value === 'string' ? value : printJson(value);
}

/** Text that was copied from a web page has wide and unbreakable spaces. */
function parseHeaders(text: string): JsonValue | undefined {
  try {
    return parseJson(text.replaceAll(/[\u00a0\u3000]/g, ' '));
  } catch {
    return undefined;
  }
}
