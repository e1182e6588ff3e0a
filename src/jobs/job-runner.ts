import type { Clock, JobId } from '../kernel/index.ts';
import { LeaseTrust } from '../platform/clock/index.ts';
import type { Log } from '../platform/log/index.ts';
import type { Job, SystemStores } from '../storage/index.ts';
import type { BoundJob } from './bound-job.ts';
import { Schedules } from './schedules.ts';

export interface JobRunnerOptions {
  readonly jobs: SystemStores['jobs'];
  readonly kinds: readonly BoundJob[];
  readonly clock: Clock;
  readonly log: Log;
  /** This process, unlike any other that ever worked on the directory. */
  readonly owner: string;
  /** How many jobs this process runs at a time; 8 when absent. */
  readonly capacity?: number;
  readonly leaseMs?: number;
  /** How often jobs of other processes are looked for. */
  readonly pollMs?: number;
  /** A number that changes when another process has written: only then is the queue read. Absent: at every poll. */
  readonly foreignWrites?: () => number;
  /** How long `close` waits for running jobs before it aborts them. */
  readonly drainMs?: number;
  readonly random?: () => number;
}

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** So many polls pass at most until the queue is read although nothing seems to be new. */
const MOST_QUIET_POLLS = 10;

const alwaysNew = { random: Math.random, foreignWrites: () => Number.NaN };

/** Why an attempt was aborted. */
class Interrupted extends Error {
  readonly reason: 'closing' | 'taken over';
  constructor(reason: 'closing' | 'taken over') {
    super(`The job was interrupted: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Takes jobs from the queue and runs them, several processes beside each other. A job that fails waits and comes back,
 * later each time; one that failed too often stays as dead. The lease of a running job is renewed until it ends.
 */
export class JobRunner {
  readonly #options: Required<Omit<JobRunnerOptions, 'kinds'>>;
  readonly #kinds: ReadonlyMap<string, BoundJob>;
  readonly #schedules: Schedules;
  readonly #trust: LeaseTrust;
  /** The date at the last look; in a future before the first, since the clock may have been set back before we came. */
  #lastLook = Number.POSITIVE_INFINITY;
  readonly #running = new Map<JobId, Running>();
  readonly #closing = new AbortController();
  #nudge: AbortController = new AbortController();
  readonly #drained = new AbortController();
  /** What `foreignWrites` said when the queue was last read, when something in it becomes due, and how long ago that was. */
  #known = { writes: Number.NaN, due: Number.NEGATIVE_INFINITY, polls: 0 };
  #working: Promise<void> | undefined;
  #leasing: Promise<void> | undefined;

  constructor({ kinds, ...options }: JobRunnerOptions) {
    this.#options = { capacity: 8, leaseMs: 30_000, pollMs: 1000, drainMs: 10_000, ...alwaysNew, ...options };
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    this.#schedules = new Schedules(kinds, options.jobs, options.clock);
    this.#trust = new LeaseTrust(options.clock, this.#options.leaseMs);
  }

  start(): void {
    if (this.#working) return;
    const stopListening = this.#options.jobs.onAdded(() => this.wake());
    this.#working = this.#work().finally(stopListening);
    this.#leasing = this.#keepLeases();
  }

  /** Looks for work now instead of at the next poll. */
  wake(): void {
    this.#nudge.abort();
  }

  /** Takes no more jobs, waits for those that run, and gives back what is breakable or does not end in time. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.wake();
    await this.#working; // from here on nothing new begins
    this.#breakOff(({ name }) => this.#kinds.get(name)?.isBreakable ?? false);
    const ended = Promise.all([...this.#running.values()].map(({ ended }) => ended));
    const isEnded = new AbortController();
    const patience = this.#options.clock.sleep(this.#options.drainMs, isEnded.signal).catch(() => {});
    await Promise.race([ended, patience]);
    isEnded.abort();
    this.#breakOff(() => true);
    await ended;
    this.#drained.abort();
    await this.#leasing;
  }

  #breakOff(isOne: (job: Job) => boolean): void {
    for (const { job, abort } of this.#running.values()) if (isOne(job)) abort.abort(new Interrupted('closing'));
  }

  async #work(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const wasNudged = this.#nudge.signal.aborted;
      if (wasNudged) this.#nudge = new AbortController();
      try {
        await this.#heedClock();
        await this.#schedules.fireDue();
        if (wasNudged || this.#isWorthReading()) await this.#read(wasNudged);
        await this.#pause(Math.min(this.#options.pollMs, Math.max(10, this.#known.due - this.#options.clock.now())));
      } catch (error) {
        this.#options.log.error('The job queue could not be read', { error });
        await this.#pause(this.#options.pollMs);
      }
    }
  }

  async #heedClock(): Promise<void> {
    const { clock, jobs, leaseMs } = this.#options;
    if (clock.now() < this.#lastLook) await jobs.setDatesRight(leaseMs);
    this.#lastLook = clock.now();
  }

  async #claim(): Promise<void> {
    const { jobs, owner, capacity } = this.#options;
    const limit = capacity - this.#running.size;
    if (limit <= 0) return;
    const claimed = await jobs.claim({ ...this.#places(), owner, limit, leaseExpiresAt: this.#leaseEnd() });
    for (const job of claimed) {
      if (this.#closing.signal.aborted) await jobs.giveBack(job.id, owner);
      else this.#launch(job);
    }
  }

  /** None at all while this process does what it can; a job that ends wakes it. */
  #places() {
    const kinds = this.#running.size < this.#options.capacity ? [...this.#kinds] : [];
    const concurrency = Object.fromEntries(kinds.map(([name, kind]) => [name, kind.concurrency]));
    return { concurrency, held: [...this.#running.keys()], areLeasesDoubted: !this.#trust.holds() };
  }

  /** Now and then in any case: leases of other processes end without a word. */
  #isWorthReading(): boolean {
    this.#known.polls += 1;
    const { foreignWrites, clock } = this.#options;
    const { writes, due, polls } = this.#known;
    return foreignWrites() !== writes || clock.now() >= due || polls >= MOST_QUIET_POLLS;
  }

  /** Claiming takes the write lock, so a queue with nothing new is only read. */
  async #read(isNew: boolean): Promise<void> {
    const { jobs, foreignWrites } = this.#options;
    const writes = foreignWrites();
    if (isNew || (await jobs.isAnyDue(this.#places()))) await this.#claim();
    const instants = [await jobs.findNextInstant(this.#places()), this.#schedules.nextTurn()];
    this.#known = { writes, due: Math.min(...instants.map((at) => at ?? Infinity)), polls: 0 };
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#closing.signal.aborted) return;
    await this.#options.clock.sleep(milliseconds, this.#nudge.signal).catch(() => {}); // nudged: that is the purpose
  }

  #launch(job: Job): void {
    const abort = new AbortController();
    const ended = this.#attempt(job, abort.signal)
      .catch((error: unknown) => this.#options.log.error('A job could not be settled', { job: job.id, error }))
      .finally(() => {
        this.#running.delete(job.id);
        this.wake(); // its place is free
      });
    this.#running.set(job.id, { job, abort, ended });
  }

  async #attempt(job: Job, signal: AbortSignal): Promise<void> {
    const { jobs, owner } = this.#options;
    const kind = this.#kinds.get(job.name);
    if (!kind) return; // only known names are claimed
    const timeout = kind.timeoutMs === undefined ? [] : [AbortSignal.timeout(kind.timeoutMs)];
    const attempt = { id: job.id, number: job.attempts, signal: AbortSignal.any([signal, ...timeout]) };
    try {
      await kind.run(job, attempt);
      await jobs.complete(job.id, owner);
    } catch (error) {
      await this.#settleFailure(job, kind, error, signal);
    }
  }

  async #settleFailure(job: Job, kind: BoundJob, error: unknown, signal: AbortSignal): Promise<void> {
    const { jobs, owner, log } = this.#options;
    const interruption = signal.aborted && signal.reason instanceof Interrupted ? signal.reason.reason : undefined;
    if (interruption === 'closing') {
      await jobs.giveBack(job.id, owner);
      log.info('A job is left to the next server', { job: job.id, name: job.name });
    }
    if (interruption !== undefined) return; // given back, or another process's by now
    const isLast = job.attempts >= job.maxAttempts || !kind.isWorthRetrying(error);
    const fields = { job: job.id, name: job.name, attempt: job.attempts, error };
    if (isLast) log.error('A job failed for the last time', fields);
    else log.warn('A job failed and will be tried again', fields);
    const text = error instanceof Error ? error.message : String(error);
    await jobs.fail(job.id, owner, text, isLast ? undefined : this.#retryInstant(job, kind));
  }

  /** Twice as long each time, and never at the same instant as others that failed together. */
  #retryInstant(job: Job, { backoff }: BoundJob): number {
    const { clock, random } = this.#options;
    const delay = Math.min(backoff.longestMs, backoff.firstMs * 2 ** (job.attempts - 1));
    return Math.round(clock.now() + delay * (0.5 + random() / 2));
  }

  async #keepLeases(): Promise<void> {
    const { clock, leaseMs, log } = this.#options;
    const stop = this.#drained.signal;
    while (!stop.aborted) {
      await clock.sleep(leaseMs / 3, stop).catch(() => {}); // drained: the condition above ends the loop
      await this.#renewLeases().catch((error: unknown) => log.error('Leases of jobs could not be renewed', { error }));
    }
  }

  async #renewLeases(): Promise<void> {
    const ids = [...this.#running.keys()];
    if (ids.length === 0) return;
    const kept = new Set(await this.#options.jobs.renew(ids, this.#options.owner, this.#leaseEnd()));
    for (const id of ids.filter((each) => !kept.has(each))) {
      this.#running.get(id)?.abort.abort(new Interrupted('taken over'));
    }
  }

  #leaseEnd(): number {
    return this.#options.clock.now() + this.#options.leaseMs;
  }
}
