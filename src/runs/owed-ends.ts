import { setTimeout } from 'node:timers/promises';
import { KnownError, type WorkflowRunId } from '../kernel/index.ts';
import type { Log } from '../platform/log/index.ts';
import { mayPass } from '../storage/index.ts';

const LONGEST_PAUSE_MS = 30_000;

/** Ends of runs that the records do not show yet, because they could not be written: the disk is full, say. */
export class OwedEnds {
  readonly #log: Log;
  readonly #firstPauseMs: number;
  readonly #owed = new Map<WorkflowRunId, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(log: Log, firstPauseMs = 1000) {
    this.#log = log;
    this.#firstPauseMs = firstPauseMs;
  }

  list(): readonly WorkflowRunId[] {
    return [...this.#owed.keys()];
  }

  /** Resolves after the first attempt; goes on trying for as long as what is in the way may pass. Never rejects. */
  async pay(runId: WorkflowRunId, write: () => Promise<void>): Promise<void> {
    if (await this.#isSettled(runId, write)) return;
    const trying = this.#keepTrying(runId, write).finally(() => this.#owed.delete(runId));
    this.#owed.set(runId, trying);
  }

  /** Tries everything once more and leaves what cannot be written to whoever looks after the records next. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#owed.values());
  }

  async #keepTrying(runId: WorkflowRunId, write: () => Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    for (let pauseMs = this.#firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await setTimeout(pauseMs, undefined, { ref: false, signal }).catch(() => {}); // closing: once more at once
      if ((await this.#isSettled(runId, write)) || signal.aborted) return;
    }
  }

  /** True when it is written, or never will be. */
  async #isSettled(run: WorkflowRunId, write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (isUnknownRun(error)) return true;
      const isSettled = !mayPass(error);
      this.#log.warn('the end of a run could not be recorded', { run, error, isTriedAgain: !isSettled });
      return isSettled;
    }
  }
}

/** Not even the beginning of the run was written: there is nothing to end, and what was in the way has been told. */
function isUnknownRun(error: unknown): boolean {
  return error instanceof KnownError && error.code === 'not_found';
}
