import { isJsonObject, type JsonObject, type JsonValue, parseJson, pythonJson } from '../kernel/index.ts';
import type { PromptMessage, ToolCall } from '../models/index.ts';

/** A round of an agent as its message keeps it. */
export interface KeptThought {
  readonly id: string;
  readonly thought: string;
  /** Names joined by semicolons; empty where nothing was called. */
  readonly tool: string;
  /** JSON: arguments by tool name. */
  readonly toolInput: string;
  /** JSON: what each tool gave, by name; empty where none did. */
  readonly observation: string;
}

/**
 * What an agent said and did in a turn, as its model is told of it later: each round's words with its calls, and what
 * the tools gave. A turn that was stopped among its calls ends with what its reader saw.
 * (Dify 1.x core/agent/base_agent_runner.py, `organize_agent_history`)
 */
export function agentTurn(thoughts: readonly KeptThought[], answer: string): PromptMessage[] {
  const messages = thoughts.flatMap(roundOf);
  return messages.at(-1)?.role === 'assistant' ? messages : [...messages, { role: 'assistant', content: answer }];
}

function roundOf({ id, thought, tool, toolInput, observation }: KeptThought): PromptMessage[] {
  const names = tool.split(';').filter((name) => name !== '');
  if (names.length === 0) return thought === '' ? [] : [{ role: 'assistant', content: thought }];
  const inputs = objectIn(toolInput);
  const observed = objectIn(observation);
  const calls = names.map((name, index) => callOf(`${id}_${index}`, name, own(inputs, name)));
  return [
    { role: 'assistant', content: thought, toolCalls: calls },
    ...calls.map(({ id: toolCallId, name: toolName }) => {
      const content = textOf(own(observed, toolName) ?? observation);
      return { role: 'tool' as const, toolCallId, toolName, content };
    }),
  ];
}

/** The id is the same in every turn, so that providers find the beginning of a prompt in their caches. */
function callOf(id: string, name: string, input: JsonValue = {}): ToolCall {
  return { id, name, arguments: pythonJson(input) };
}

/** Names are a model's own words: `constructor` may be one. */
const own = (values: JsonObject, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);

const textOf = (value: JsonValue) => (typeof value === 'string' ? value : pythonJson(value));

function objectIn(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {}; // none was written yet
  }
}
