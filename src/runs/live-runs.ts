import type { EngineRun } from '../engine/index.ts';
import { type AppId, KnownError, type Place, Roster, type TaskId, type WorkflowRunId } from '../kernel/index.ts';
import { type Log, silentLog } from '../platform/log/index.ts';
import type { RunOutcome } from './output-filter.ts';
import { OwedEnds } from './owed-ends.ts';
import type { RunFacts } from './run-facts.ts';
import type { RunHandle, StartRequest } from './run-handle.ts';
import { RunLog } from './run-log.ts';
import { openOutput, type RunOutput } from './run-output.ts';
import { interruptedEnd, unrecordedEnd } from './substitute-end.ts';

/** All runs of this process that are under way. */
export class LiveRuns {
  /** Few ask for one of them by its ids. */
  readonly #runs = new Roster<RunHandle>();
  /** Of runs that are about to start, by app. */
  readonly #places = new Roster<AppId>();
  /** Who waits for a run to go on here. */
  readonly #awaited = new Map<WorkflowRunId, Set<() => void>>();
  /** Called when a run has paused and is no longer under way here. */
  readonly pauseListeners = new Set<(facts: RunFacts) => void>();
  readonly #log: Log;
  readonly #owedEnds: OwedEnds;
  #isClosed = false;
  /** Somebody waits until nothing is under way any more. */
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(log: Log = silentLog) {
    this.#log = log;
    this.#owedEnds = new OwedEnds(log);
  }

  /** Since when nothing is begun here any more, and nothing gone on with. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Refuses with `server_closing` before anything has happened, once it is closed. */
  start(request: StartRequest): RunHandle {
    this.#refuseWhenClosed();
    const { firstSequence = 1 } = request;
    // What cannot be recorded any more, because another process took the run over, must not go on here beside it.
    const log = new RunLog(request.journal, firstSequence, () => engine.stop());
    const output = openOutput(log, request.filter, () => engine.stop());
    const engine = request.start(output.append);
    const { promise: done, resolve: tell } = Promise.withResolvers<RunOutcome>();
    const forget = () => {
      place.leave();
      this.#tellIdle();
    };
    void this.#finish(request, engine, output, forget).then((outcome) => {
      tell(outcome);
      if (outcome.type === 'run-paused') for (const listener of this.pauseListeners) listener(request.facts);
    });
    const handle: RunHandle = {
      facts: request.facts,
      firstSequence,
      events: (after) => log.read(after),
      past: () => log.past(),
      done,
      stop: () => engine.stop(),
      pause: (message) => engine.pause(message),
      // not waiting for the engine: what it or a filter still does is of no consequence
      abandon: async (at) => {
        const last = interruptedEnd(at);
        await log.abandon(last);
        engine.stop();
        forget();
        tell(last);
      },
    };
    const place = this.#runs.add(handle);
    if (this.#awaited.size > 0) for (const tell of this.#awaited.get(request.facts.runId) ?? []) tell();
    return handle;
  }

  /** Counts a run of an app from now on, while it is being prepared, until the place is left: once it has started. */
  reserve(appId: AppId): Place {
    this.#refuseWhenClosed();
    const place = this.#places.add(appId);
    return {
      leave: () => {
        place.leave();
        this.#tellIdle();
      },
    };
  }

  /** Runs of an app that are under way here, or about to be. */
  countOf(appId: AppId): number {
    const places = [...this.#places].filter((app) => app === appId).length;
    return places + this.list().filter(({ facts }) => facts.appId === appId).length;
  }

  findByTask(taskId: TaskId): RunHandle | undefined {
    return this.#find(({ facts }) => facts.taskId === taskId);
  }

  findByRun(runId: WorkflowRunId): RunHandle | undefined {
    return this.#find(({ facts }) => facts.runId === runId);
  }

  /** Calls `tell` whenever the run goes on here, until the answer is called. */
  onStart(runId: WorkflowRunId, tell: () => void): () => void {
    const waiting = this.#awaited.get(runId) ?? new Set();
    this.#awaited.set(runId, waiting.add(tell));
    return () => {
      waiting.delete(tell);
      if (waiting.size === 0 && this.#awaited.get(runId) === waiting) this.#awaited.delete(runId);
    };
  }

  list(): readonly RunHandle[] {
    return [...this.#runs];
  }

  /** Runs whose leases this process keeps alive: those under way, and those whose end is still to be recorded. */
  listHeld(): readonly WorkflowRunId[] {
    return [...this.list().map(({ facts }) => facts.runId), ...this.#owedEnds.list()];
  }

  /** Takes no more and stops all runs; resolves when they have ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const run of this.list()) run.stop();
    await Promise.all(this.list().map((run) => run.done));
    await this.#owedEnds.close();
  }

  /**
   * Waits until runs have ended, those in preparation too; then takes no more, and leaves what has not ended to whoever
   * looks after the records next: as many as it answers.
   */
  async drain(patience: Promise<void>, now: () => number): Promise<number> {
    await Promise.race([patience, this.#whenIdle()]);
    this.#isClosed = true;
    const left = this.list();
    await Promise.all(left.map((run) => run.abandon(now())));
    await this.#owedEnds.close();
    return left.length;
  }

  async #finish(
    { facts, journal }: StartRequest,
    engine: EngineRun,
    output: RunOutput,
    forget: () => void,
  ): Promise<RunOutcome> {
    const outcome = await output.end(await engine.done);
    try {
      await output.log.close((error) => unrecordedEnd(outcome, error));
      return outcome;
    } catch (error) {
      this.#log.warn('the events of a run could not be recorded', { run: facts.runId, error });
      const end = unrecordedEnd(outcome, error);
      await this.#owedEnds.pay(facts.runId, async () => journal?.giveUp(end));
      return end;
    } finally {
      forget();
    }
  }

  #find(isOne: (run: RunHandle) => boolean): RunHandle | undefined {
    for (const run of this.#runs) if (isOne(run)) return run;
    return undefined;
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) throw new KnownError('server_closing');
  }

  get #isIdle(): boolean {
    return this.#runs.isEmpty && this.#places.isEmpty;
  }

  async #whenIdle(): Promise<void> {
    if (this.#isIdle) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  #tellIdle(): void {
    if (!this.#isIdle) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }
}
