import type { JsonObject } from '../../../kernel/index.ts';
import type { LanguageRequest, PromptContent, PromptMessage, ToolCall, ToolDeclaration } from '../../model-runtime.ts';
import { notCarried } from '../../wire/media.ts';
import { oneSystemMessage } from '../../wire/sdk-options.ts';

/** Where the older API has another word for what Dify's parameters say; the rest are its own words. */
const FIELDS: Readonly<Record<string, string>> = {
  max_tokens: 'max_output_tokens',
  presence_penalty: 'penalty_score',
};

/** The chat request of the older API (https://cloud.baidu.com/doc/WENXINWORKSHOP/s/jlil56u11). */
export function toWorkshopRequest(model: string, request: LanguageRequest): JsonObject {
  const [first, ...rest] = oneSystemMessage(request.messages);
  const system = first?.role === 'system' ? first.content : undefined;
  const conversation = first === undefined || system !== undefined ? rest : [first, ...rest];
  return {
    ...toFields(request.parameters),
    messages: toMessages(conversation, model),
    stream: true,
    ...(system !== undefined && { system }),
    ...(request.stop && request.stop.length > 0 && { stop: request.stop }),
    ...(request.user !== undefined && { user_id: request.user }),
    ...toFunctionFields(request.tools ?? [], request.toolChoice),
  };
}

function toFields(parameters: JsonObject): JsonObject {
  const { stop: _stop, ...fields } = parameters;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (value === null) return [];
      return [[Object.hasOwn(FIELDS, name) ? (FIELDS[name] ?? name) : name, value] as const];
    }),
  );
}

/** There is no word that forbids tools, and only a named one can be forced. */
function toFunctionFields(tools: readonly ToolDeclaration[], choice: LanguageRequest['toolChoice']): JsonObject {
  const [only, ...others] = tools;
  if (only === undefined || choice === 'none') return {};
  const isForced = choice === 'required' && others.length === 0;
  return {
    functions: tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    ...(isForced && { tool_choice: { type: 'function', function: { name: only.name } } }),
  };
}

/** Turns alternate, and one holds one call: several calls at once are told as if made one after another. */
function toMessages(messages: readonly PromptMessage[], model: string): JsonObject[] {
  return messages.flatMap((message, position): JsonObject[] => {
    switch (message.role) {
      case 'system':
      case 'user':
        return [{ role: 'user', content: textOf(message.content, model) }];
      case 'assistant': {
        const calls = message.toolCalls ?? [];
        const content = textOf(message.content, model);
        if (calls.length === 0) return [{ role: 'assistant', content }];
        const results = resultsAfter(messages, position);
        return calls.flatMap((call) => toTurns(call, content, results.get(call.id) ?? ''));
      }
      case 'tool':
        return [];
      default:
        return message satisfies never;
    }
  });
}

function toTurns(call: ToolCall, content: string, result: string): JsonObject[] {
  return [
    { role: 'assistant', content, function_call: { name: call.name, arguments: call.arguments || '{}' } },
    // an empty content is refused
    { role: 'function', name: call.name, content: result || ' ' },
  ];
}

/** By the id of the call: what tools answered to the message at `position`. */
function resultsAfter(messages: readonly PromptMessage[], position: number): ReadonlyMap<string, string> {
  const results = new Map<string, string>();
  for (const message of messages.slice(position + 1)) {
    if (message.role !== 'tool') break;
    results.set(message.toolCallId, message.content);
  }
  return results;
}

function textOf(content: string | readonly PromptContent[], model: string): string {
  if (typeof content === 'string') return content;
  const texts = content.map((part) => {
    if (part.type === 'text') return part.text;
    throw notCarried(part, model);
  });
  return texts.join('\n');
}
