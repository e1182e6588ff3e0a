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
    const call = callIn(entry.data);
    const grown = call ? this.#observe(round, call, entry.error) : { ...round, ...thoughtIn(entry.data) };
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

  #observe(round: AgentThought, { name, output }: LoggedCall, error: string | undefined): AgentThought {
    const observed = this.#observed.get(round.id) ?? {};
    observed[name] = error ?? output;
    this.#observed.set(round.id, observed);
    return { ...round, observation: pythonJson(observed) };
  }
}

interface LoggedCall {
  readonly name: string;
  readonly output: JsonValue;
}

/** What a tool was called and gave: ReAct writes it flat, function calling inside of `output`. */
function callIn(data: JsonObject): LoggedCall | undefined {
  const { output = null, tool_name: name = '' } = data;
  if ('tool_call_args' in data) return { name: String(name), output };
  if (!isJsonObject(output) || !('tool_call_name' in output)) return undefined;
  return { name: String(output['tool_call_name']), output: output['tool_response'] ?? null };
}

type ThoughtOfLog = Pick<AgentThought, 'thought' | 'tool' | 'toolLabels' | 'toolInput'>;

function thoughtIn(data: JsonObject): ThoughtOfLog {
  return 'action' in data ? reactThought(data) : functionCallingThought(data);
}

/** An action without input is the answer, which belongs to the thought (Dify 1.x core/agent/cot_agent_runner.py). */
function reactThought({ thought = '', action, action_input: input }: JsonObject): ThoughtOfLog {
  const [said, name] = [String(thought), String(action)];
  if (input !== undefined) return { thought: said, ...called([[name, input]]) };
  return { thought: [said, name].filter((text) => text !== '').join('\n'), ...called([]) };
}

function functionCallingThought({ output, tool_name: names, tool_input: calls }: JsonObject): ThoughtOfLog {
  const inputs = (Array.isArray(calls) ? calls : []).flatMap((call: JsonValue) =>
    isJsonObject(call) ? [[String(call['name']), call['args'] ?? {}] as const] : [],
  );
  const thought = typeof output === 'string' ? output : '';
  return { thought, ...called(inputs, typeof names === 'string' ? names : '') };
}

function called(
  inputs: readonly (readonly [name: string, input: JsonValue])[],
  tool = inputs.map(([name]) => name).join(';'),
): Omit<ThoughtOfLog, 'thought'> {
  const toolInput = inputs.length > 0 ? pythonJson(Object.fromEntries(inputs)) : '';
  return { tool, toolLabels: labelsOf(tool), toolInput };
}

/** Tools have no other label here than their name. */
function labelsOf(tool: string): JsonObject {
  const names = tool === '' ? [] : tool.split(';');
  return Object.fromEntries(names.map((name) => [name, { en_US: name, zh_Hans: name }]));
}
