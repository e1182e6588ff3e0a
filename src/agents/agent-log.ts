import { type Clock, float, type IdSource, type JsonObject, type ModelUsage } from '../kernel/index.ts';
import type { AgentEvent, AgentTask } from './agent-event.ts';
import { type LogWords, logWords } from './log-words.ts';
import type { AgentStrategy } from './run-agent.ts';

/** One line of an agent node's log; children name their parent. */
export interface AgentLogEntry<File> {
  readonly id: string;
  readonly label: string;
  readonly parentId?: string;
  readonly status: 'start' | 'success' | 'error';
  readonly error?: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /** What the call of a tool has made. */
  readonly files?: readonly File[];
}

interface OpenEntry {
  readonly id: string;
  readonly label: string;
  readonly startedAt: number;
  readonly parentId?: string;
  readonly provider?: string;
}

/**
 * Turns an agent's events into log lines: a round, in it the model's thought and each call of a tool. What they hold, and
 * under which names, is as in Dify's agent plugin (agent-strategies/cot_agent/strategies).
 */
export class AgentLog<File> {
  readonly #ids: IdSource;
  readonly #clock: Clock;
  readonly #task: Pick<AgentTask<File>, 'model' | 'tools'>;
  readonly #words: LogWords<File>;
  readonly #open = new Map<string, OpenEntry>();

  constructor(parts: { ids: IdSource; clock: Clock }, task: AgentTask<File>, strategy: AgentStrategy) {
    this.#ids = parts.ids;
    this.#clock = parts.clock;
    this.#task = task;
    this.#words = logWords(strategy);
  }

  entriesOf(event: AgentEvent<File>): AgentLogEntry<File>[] {
    switch (event.type) {
      case 'round-started': {
        const { provider, name } = this.#task.model.reference;
        const round = this.#start('round', { label: `ROUND ${event.round}` });
        return [round, this.#start('thought', { label: `${name} Thought`, parentId: round.id, provider })];
      }
      case 'thought':
        return [this.#finish('thought', this.#words.thought(event), costOf(event.usage))];
      case 'tool-started': {
        const { provider = '' } = this.#task.tools.find(({ name }) => name === event.use.name) ?? {};
        const parentId = this.#open.get('round')?.id;
        return [
          this.#start(event.use.id, { label: `CALL ${event.use.name}`, provider, ...(parentId && { parentId }) }),
        ];
      }
      case 'tool-finished': {
        const { error, files } = event.outcome;
        const entry = this.#finish(event.use.id, this.#words.tool(event), {}, error);
        return [files.length > 0 ? { ...entry, files } : entry];
      }
      case 'round-finished': {
        const { data, usage } = this.#words.round();
        return [this.#finish('round', data, usage ? costOf(usage) : {})];
      }
      default:
        return [];
    }
  }

  #start(key: string, facts: Omit<OpenEntry, 'id' | 'startedAt'>): AgentLogEntry<File> {
    const entry: OpenEntry = { id: this.#ids.next(), startedAt: this.#clock.monotonic() / 1000, ...facts };
    this.#open.set(key, entry);
    return { ...named(entry), status: 'start', data: {}, metadata: originOf(entry) };
  }

  #finish(key: string, data: JsonObject, more: JsonObject, error?: string): AgentLogEntry<File> {
    const entry = this.#open.get(key);
    if (!entry) throw new Error(`The log has no open entry "${key}"`);
    this.#open.delete(key);
    const finishedAt = this.#clock.monotonic() / 1000;
    const times = { finished_at: float(finishedAt), elapsed_time: float(finishedAt - entry.startedAt) };
    const metadata = { ...originOf(entry), ...times, ...more };
    return {
      ...named(entry),
      status: error === undefined ? 'success' : 'error',
      data,
      metadata,
      ...(error && { error }),
    };
  }
}

const named = ({ id, label, parentId }: OpenEntry) => ({ id, label, ...(parentId !== undefined && { parentId }) });

/** Seconds of a clock that never jumps, as Python's `perf_counter` gives them. */
const originOf = ({ startedAt, provider }: OpenEntry): JsonObject => ({
  started_at: float(startedAt),
  ...(provider !== undefined && { provider }),
});

const costOf = ({ totalPrice, currency, totalTokens }: ModelUsage): JsonObject => ({
  total_price: totalPrice,
  currency,
  total_tokens: totalTokens,
});
