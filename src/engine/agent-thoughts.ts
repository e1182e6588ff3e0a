import { isJsonObject, type JsonObject, type JsonValue, pythonJson } from '../kernel/index.ts';
import type { AgentLogged } from './run-event.ts';

/** One round of an agent, as far as it has come: what it thought, what it called, what came back. */
export interface AgentThought {
  readonly id: string;
  /** From 1. */
  readonly position: number;
  readonly thought: string;
  /** Names joined by semicolons. */
  readonly tool: string;
  /** By name: what a tool is called in each language. */
  readonly toolLabels: JsonObject;
  /** JSON: arguments by tool name. */
  readonly toolInput: string;
  /** JSON: what each tool gave, by name; empty until one has. */
  readonly observation: string;
}

/**
 * Folds the log of an agent into its thoughts. Rounds of the log have no parent; a round's children are its thought
 * and its calls. (Dify 1.x core/agent/base_agent_runner.py, `create_agent_thought`, `save_agent_thought`.)
 */
export class AgentThoughts {
  readonly #rounds = new Map<string, AgentThought>();
  readonly #observed = new Map<string, Record<string, JsonValue>>();

  /** The thought that grew by this event; undefined when none did. */
  add({ entry }: AgentLogged): AgentThought | undefined {
    const roundId = entry.parentId;
    if (roundId === undefined || entry.status === 'start') return undefined;
    const round = this.#rounds.get(roundId) ?? this.#open(roundId);
    const grown =
      'tool_call_args' in entry.data ? this.#observe(round, entry.data, entry.error) : withThought(round, entry.data);
    this.#rounds.set(roundId, grown);
    return grown;
  }

  #open(id: string): AgentThought {
    return {
      id,
      position: this.#rounds.size + 1,
      thought: '',
      tool: '',
      toolLabels: {},
      toolInput: '',
      observation: '',
    };
  }

  #observe(round: AgentThought, data: JsonObject, error: string | undefined): AgentThought {
    const observed = this.#observed.get(round.id) ?? {};
    observed[String(data['tool_name'] ?? '')] = error ?? data['output'] ?? null;
    this.#observed.set(round.id, observed);
    return { ...round, observation: pythonJson(observed) };
  }
}

function withThought(round: AgentThought, data: JsonObject): AgentThought {
  const calls = Array.isArray(data['tool_input']) ? data['tool_input'] : [];
  const inputs = calls.flatMap((call: JsonValue) =>
    isJsonObject(call) ? [[String(call['name']), call['args'] ?? {}] as const] : [],
  );
  const tool = typeof data['tool_name'] === 'string' ? data['tool_name'] : '';
  return {
    ...round,
    ...{ tool, toolLabels: labelsOf(tool) },
    thought: typeof data['output'] === 'string' ? data['output'] : '',
    toolInput: inputs.length > 0 ? pythonJson(Object.fromEntries(inputs)) : '',
  };
}

/** Tools have no other label here than their name. */
function labelsOf(tool: string): JsonObject {
  const names = tool === '' ? [] : tool.split(';');
  return Object.fromEntries(names.map((name) => [name, { en_US: name, zh_Hans: name }]));
}
