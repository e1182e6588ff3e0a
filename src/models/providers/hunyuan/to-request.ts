import { type JsonObject, type JsonValue, printJson } from '../../../kernel/index.ts';
import type { LanguageRequest, PromptContent, PromptMessage, ToolCall, ToolDeclaration } from '../../model-runtime.ts';
import { mediaUrl, notCarried } from '../../wire/media.ts';
import { oneSystemMessage } from '../../wire/sdk-options.ts';

/** Dify's parameters that the action takes; the length of an answer is not among them. */
const FIELDS: Readonly<Record<string, string>> = {
  temperature: 'Temperature',
  top_p: 'TopP',
  seed: 'Seed',
  enable_enhance: 'EnableEnhancement',
  enable_thinking: 'EnableThinking',
};

/** The request of ChatCompletions (https://cloud.tencent.com/document/api/1729/101836). */
export function toRequest(model: string, request: LanguageRequest): JsonObject {
  return {
    Model: model,
    Messages: oneSystemMessage(request.messages).map((message) => toMessage(message, model)),
    Stream: true,
    // Dify's plugin turns search and the like on unless somebody turned it off; Tencent's own default is off
    EnableEnhancement: true,
    ...toFields(request.parameters),
    ...(request.stop && request.stop.length > 0 && { Stop: request.stop }),
    ...toToolFields(request.tools ?? [], request.toolChoice),
  };
}

function toFields(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
      return field === undefined || value === null ? [] : [[field, value] as const];
    }),
  );
}

/** Only one given tool can be forced; where there are several, the model chooses. */
function toToolFields(tools: readonly ToolDeclaration[], choice: LanguageRequest['toolChoice']): JsonObject {
  const [first, ...others] = tools.map(toTool);
  if (first === undefined) return {};
  const isForced = choice === 'required' && others.length === 0;
  return {
    Tools: [first, ...others],
    ToolChoice: isForced ? 'custom' : choice === 'none' ? 'none' : 'auto',
    ...(isForced && { CustomTool: first }),
  };
}

/** Parameters go as the text of their schema. */
function toTool({ name, description, parameters }: ToolDeclaration): JsonObject {
  return {
    Type: 'function',
    Function: { Name: name, Description: description, Parameters: printJson(parameters) },
  };
}

function toMessage(message: PromptMessage, model: string): JsonObject {
  switch (message.role) {
    case 'system':
      return { Role: 'system', Content: message.content };
    case 'user':
      return { Role: 'user', ...toContent(message.content, model) };
    case 'assistant': {
      const calls = (message.toolCalls ?? []).map(toToolCall);
      return { Role: 'assistant', ...toContent(message.content, model), ...(calls.length > 0 && { ToolCalls: calls }) };
    }
    case 'tool':
      return { Role: 'tool', ToolCallId: message.toolCallId, Content: message.content || ' ' };
    default:
      return message satisfies never;
  }
}

/** An empty `Content` is refused. */
function toContent(content: string | readonly PromptContent[], model: string): JsonObject {
  if (typeof content === 'string') return { Content: content || ' ' };
  if (content.every((part) => part.type === 'text'))
    return { Content: content.map(({ text }) => text).join('\n') || ' ' };
  return { Contents: content.map((part) => toPart(part, model)) };
}

function toPart(part: PromptContent, model: string): JsonValue {
  if (part.type === 'text') return { Type: 'text', Text: part.text };
  if (part.type === 'image') return { Type: 'image_url', ImageUrl: { Url: mediaUrl(part) } };
  throw notCarried(part, model);
}

function toToolCall(call: ToolCall): JsonObject {
  return { Id: call.id, Type: 'function', Function: { Name: call.name, Arguments: call.arguments || '{}' } };
}
