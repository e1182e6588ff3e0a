import { isJsonObject, type JsonObject, type JsonValue, pythonJson } from '../../kernel/index.ts';
import type { AgentLogged } from '../events/run-event.ts';
import type { FileReference } from '../variables/file-reference.ts';

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
  /** What its tools have made. */
  readonly files: readonly FileReference[];
}

/**
 * Folds the log of an agent into its thoughts. Rounds of the log have no parent; a round's children are its thought
 * and its calls, in the words of their strategy (agents/log-words.ts). (Dify 1.x core/agent/base_agent_runner.py,
 * `create_agent_thought`, `save_agent_thought`.)
 */
export class AgentThoughts {
  readonly #rounds = new Map<string, AgentThought>();
  readonly #observed = new Map<string, Record<string, JsonValue>>();
  /** The round that has begun, until something is known of it. */
  #begun: string | undefined;
  /** What ReAct answered in its last round; it becomes part of the thought when the round is over. */
  #answer = '';

  /** The thought that grew by this event; undefined when none did. */
  add({ entry }: AgentLogged): AgentThought | undefined {
    const { parentId: roundId, status, data } = entry;
    if (roundId === undefined) return status === 'start' ? undefined : this.#finish(entry.id);
    if (status === 'start') {
      if (!this.#rounds.has(roundId)) this.#begun = roundId;
      return undefined;
    }
    const round = this.#rounds.get(roundId) ?? this.#open(roundId);
    const observed = observationIn(data);
    if (!observed) this.#answer = answerIn(data);
    return this.#keep(observed ? this.#observe(round, observed, entry) : withThought(round, data));
  }

  /** The empty thought of a round whose first words are about to be told. */
  announce(): AgentThought | undefined {
    return this.#begun === undefined ? undefined : this.#keep(this.#open(this.#begun));
  }

  #keep(thought: AgentThought): AgentThought {
    this.#rounds.set(thought.id, thought);
    return thought;
  }

  #open(id: string): AgentThought {
    this.#begun = undefined;
    const nothing = { thought: '', tool: '', toolLabels: {}, toolInput: '', observation: '', files: [] };
    return { id, position: this.#rounds.size + 1, ...nothing };
  }

  /** Of a call that failed, what went wrong. */
  #observe(
    round: AgentThought,
    [tool, response]: Observation,
    { error, files = [] }: AgentLogged['entry'],
  ): AgentThought {
    const observed = { ...this.#observed.get(round.id), [tool]: error ?? response };
    this.#observed.set(round.id, observed);
    return { ...round, observation: pythonJson(observed), files: [...round.files, ...files] };
  }

  #finish(roundId: string): AgentThought | undefined {
    const [round, answer] = [this.#rounds.get(roundId), this.#answer];
    this.#answer = '';
    return round && answer !== '' ? this.#keep({ ...round, thought: round.thought + answer }) : undefined;
  }
}

type Observation = readonly [tool: string, response: JsonValue];

/** What a tool gave, if the entry is of a call: function calling tells all of it in its output, ReAct beside it. */
function observationIn(data: JsonObject): Observation | undefined {
  const { output = null } = data;
  if (isJsonObject(output)) return [String(output['tool_call_name'] ?? ''), output['tool_response'] ?? null];
  return 'tool_call_args' in data ? [String(data['tool_name'] ?? ''), output] : undefined;
}

function withThought(round: AgentThought, data: JsonObject): AgentThought {
  const calls = callsIn(data);
  const tool = calls.map(([name]) => name).join(';');
  const thought = data['output'] ?? data['thought'];
  return {
    ...round,
    ...{ tool, toolLabels: labelsOf(tool) },
    thought: typeof thought === 'string' ? thought : '',
    toolInput: calls.length > 0 ? pythonJson(Object.fromEntries(calls)) : '',
  };
}

function callsIn(data: JsonObject): (readonly [name: string, input: JsonValue])[] {
  if ('action_input' in data) return [[String(data['action']), data['action_input'] ?? {}]];
  const calls = Array.isArray(data['tool_input']) ? data['tool_input'] : [];
  return calls.filter(isJsonObject).map((call) => [String(call['name']), call['args'] ?? {}]);
}

/** An action without an input is the answer itself. */
function answerIn(data: JsonObject): string {
  return 'action' in data && !('action_input' in data) ? String(data['action']) : '';
}

/** Tools have no other label here than their name. */
function labelsOf(tool: string): JsonObject {
  const names = tool === '' ? [] : tool.split(';');
  return Object.fromEntries(names.map((name) => [name, { en_US: name, zh_Hans: name }]));
}
