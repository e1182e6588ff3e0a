import { type Clock, float, type IdSource, type JsonObject } from '../kernel/index.ts';
import type { LanguageUsage, ModelReference } from '../models/index.ts';
import type { AgentEvent } from './agent-event.ts';

/** One line of an agent node's log; children name their parent. */
export interface AgentLogEntry {
  readonly id: string;
  readonly label: string;
  readonly parentId?: string;
  readonly status: 'start' | 'success' | 'error';
  readonly error?: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

interface OpenEntry {
  readonly id: string;
  readonly label: string;
  readonly startedAt: number;
  readonly data: JsonObject;
  readonly parentId?: string;
}

/** Turns an agent's events into log lines: a round, in it the model's thought and each call of a tool. */
export class AgentLog {
  readonly #ids: IdSource;
  readonly #clock: Clock;
  readonly #model: ModelReference;
  readonly #open = new Map<string, OpenEntry>();

  constructor(ids: IdSource, clock: Clock, model: ModelReference) {
    this.#ids = ids;
    this.#clock = clock;
    this.#model = model;
  }

  entriesOf<File>(event: AgentEvent<File>): AgentLogEntry[] {
    switch (event.type) {
      case 'round-started': {
        const round = this.#start(`round ${event.round}`, `ROUND ${event.round}`, {});
        return [round, this.#start('thought', `${this.#model.name} Thought`, {}, round.id)];
      }
      case 'thought':
        return [this.#finish('thought', thoughtData(event), usageData(event.usage))];
      case 'tool-started': {
        const data = { tool_name: event.use.name, tool_call_args: event.use.input };
        const round = this.#open.get(`round ${event.round}`);
        return [this.#start(event.use.id, `CALL ${event.use.name}`, data, round?.id)];
      }
      case 'tool-finished': {
        const { observation, error } = event.outcome;
        return [this.#finish(event.use.id, { output: observation }, {}, error)];
      }
      case 'round-finished':
        return [this.#finish(`round ${event.round}`, {}, {})];
      default:
        return [];
    }
  }

  #start(key: string, label: string, data: JsonObject, parentId?: string): AgentLogEntry {
    const entry = {
      id: this.#ids.next(),
      label,
      data,
      startedAt: this.#clock.monotonic(),
      ...(parentId && { parentId }),
    };
    this.#open.set(key, entry);
    return { id: entry.id, label, data, status: 'start', metadata: this.#origin(), ...(parentId && { parentId }) };
  }

  #finish(key: string, data: JsonObject, metadata: JsonObject, error?: string): AgentLogEntry {
    const entry = this.#open.get(key) ?? {
      id: this.#ids.next(),
      label: key,
      data: {},
      startedAt: this.#clock.monotonic(),
    };
    this.#open.delete(key);
    const elapsed = (this.#clock.monotonic() - entry.startedAt) / 1000;
    return {
      id: entry.id,
      label: entry.label,
      status: error === undefined ? 'success' : 'error',
      data: { ...entry.data, ...data },
      metadata: { ...this.#origin(), elapsed_time: float(elapsed), ...metadata },
      ...('parentId' in entry && entry.parentId !== undefined && { parentId: entry.parentId }),
      ...(error !== undefined && { error }),
    };
  }

  #origin(): JsonObject {
    return { provider: this.#model.provider };
  }
}

function thoughtData<File>(event: Extract<AgentEvent<File>, { type: 'thought' }>): JsonObject {
  return {
    output: event.text,
    tool_name: event.calls.map(({ name }) => name).join(';'),
    tool_input: event.calls.map(({ name, input }) => ({ name, args: input })),
  };
}

function usageData(usage: LanguageUsage): JsonObject {
  return { currency: usage.currency, total_price: usage.totalPrice, total_tokens: usage.totalTokens };
}
