import { isDeepStrictEqual } from 'node:util';
import { and, asc, count, desc, eq, gt, inArray, lt, lte, min, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Caller, JobId, JsonValue, TenantId } from '../../kernel/index.ts';
import { found, type Ground } from '../access.ts';
import type { Connection } from '../dialects/sqlite/connection.ts';
import { tables } from '../dialects/sqlite/schema.ts';
import { findRow, insertRow, insertRowIfAbsent, updateRows } from '../dialects/sqlite/statements.ts';
import { type KeysetPage, OwnedRows } from '../owned-rows.ts';
import type { Job } from '../rows.ts';
import type { JobStatus } from '../tables/words.ts';

/**
 * The table behind the job queue. States: waiting -> running -> done, or back to waiting for another attempt, or dead.
 * A running job is held by a lease; once that ran out, any process may take the job over. A job that a later one
 * supersedes is done at once, whether it waits or runs; what it was about to change is not to be changed any more.
 */
export interface NewJob {
  readonly name: string;
  readonly payload: JsonValue;
  readonly caller?: Caller;
  /** Higher goes first; 0 when absent. */
  readonly priority?: number;
  /** Not before this instant; at once when absent. */
  readonly runAt?: number;
  readonly maxAttempts: number;
  /** While a job with this key waits or runs, another is not added. */
  readonly dedupeKey?: string;
  /** With a key: a job that holds it and is not like this one is over, and this one takes its place. */
  readonly isSuperseding?: boolean;
}

export interface JobFilter {
  readonly name?: string;
  readonly status?: JobStatus;
  readonly after?: Job;
  readonly limit?: number;
}

/** For which jobs there is room. */
export interface Places {
  /** How many of each name may run at a time, in all processes together. */
  readonly concurrency: Readonly<Record<string, number>>;
  /** Jobs at work in the claiming process. It may have been asleep for longer than its leases; they are no one's to take. */
  readonly held?: readonly JobId[];
}

export interface ClaimRequest extends Places {
  readonly owner: string;
  readonly leaseExpiresAt: number;
  readonly limit: number;
}

const newestFirst = { orderBy: 'createdAt', direction: 'descending' } as const;

/** A tenant's own jobs. */
export class TenantJobStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.jobs, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.jobs, { tenantId });
  }

  /** Adds a job, or answers the one that its key names already. */
  enqueue(job: NewJob): Promise<Job> {
    return addJob(this.#ground, job, this.#tenantId);
  }

  find(id: JobId): Promise<Job | undefined> {
    return this.#rows.find({ id });
  }

  list({ name, status, after, limit }: JobFilter = {}): Promise<KeysetPage<Job>> {
    const where = { ...(name !== undefined && { name }), ...(status && { status }) };
    return this.#rows.listAfter(where, newestFirst, { after, limit });
  }
}

export class JobStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.jobs, object>;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.jobs, {});
  }

  enqueue(job: NewJob, tenantId?: TenantId): Promise<Job> {
    return addJob(this.#ground, job, tenantId);
  }

  /** Calls back when this process adds a job (perhaps a moment before it is committed); gives the way to stop that. */
  onAdded(listener: () => void): () => void {
    this.#ground.jobListeners.add(listener);
    return () => this.#ground.jobListeners.delete(listener);
  }

  find(id: JobId): Promise<Job | undefined> {
    return this.#rows.find({ id });
  }

  list({ name, status, after, limit }: JobFilter = {}): Promise<KeysetPage<Job>> {
    const where = { ...(name !== undefined && { name }), ...(status && { status }) };
    return this.#rows.listAfter(where, newestFirst, { after, limit });
  }

  /** Takes jobs that are due, the most urgent first. */
  claim(request: ClaimRequest): Promise<Job[]> {
    const now = this.#ground.clock.now();
    const { held = [] } = request;
    return this.#ground.access.write((connection) => {
      buryAbandoned(connection, now, held);
      const running = countRunning(connection, now, held);
      const names = freePlaces(request, running);
      const claimed: Job[] = [];
      for (const job of listDue(connection, names, { now, limit: request.limit, held })) {
        const others = running.get(job.name) ?? 0;
        if (others >= (request.concurrency[job.name] ?? 0) || claimed.length >= request.limit) continue;
        running.set(job.name, others + 1);
        claimed.push(take(connection, job, request, now));
      }
      return claimed;
    });
  }

  /** Could anything be claimed? Cheaper to ask than to claim. */
  async isAnyDue(request: Places): Promise<boolean> {
    const now = this.#ground.clock.now();
    const { held = [] } = request;
    return this.#ground.access.read((connection) => {
      const names = freePlaces(request, countRunning(connection, now, held));
      return listDue(connection, names, { now, limit: 1, held }).length > 0;
    });
  }

  /** When the next waiting job becomes due, of those for which there is a place. */
  async findNextInstant(request: Places): Promise<number | undefined> {
    const { jobs } = tables;
    const now = this.#ground.clock.now();
    return this.#ground.access.read((connection) => {
      const free = freePlaces(request, countRunning(connection, now, request.held ?? [])).map(([name]) => name);
      const condition = and(eq(jobs.status, 'waiting'), inArray(jobs.name, free));
      const next = connection.db
        .select({ at: min(jobs.runAt) })
        .from(jobs)
        .where(condition)
        .get();
      return next?.at ?? undefined;
    });
  }

  /** Keeps the leases of a process's jobs; those it lost meanwhile are missing in the answer. */
  renew(ids: readonly JobId[], owner: string, leaseExpiresAt: number): Promise<JobId[]> {
    return this.#ground.access.write((connection) =>
      ids.filter((id) => updateRows(connection, tables.jobs, { id, leaseOwner: owner }, { leaseExpiresAt }) > 0),
    );
  }

  complete(id: JobId, owner: string): Promise<boolean> {
    return this.#settle(id, owner, { status: 'done', ...this.#ended(), lastError: null });
  }

  /** Ends an attempt that failed: another at `retryAt`, or none any more. */
  fail(id: JobId, owner: string, error: string, retryAt: number | undefined): Promise<boolean> {
    if (retryAt === undefined) return this.#settle(id, owner, { status: 'dead', ...this.#ended(), lastError: error });
    return this.#settle(id, owner, { status: 'waiting', ...noLease, runAt: retryAt, lastError: error });
  }

  /** Gives a job back that was not finished for no fault of its own: the attempt does not count. */
  giveBack(id: JobId, owner: string): Promise<boolean> {
    return this.#ground.access.write((connection) => {
      const job = findRow(connection, tables.jobs, { id, leaseOwner: owner, status: 'running' });
      const patch = { status: 'waiting', ...noLease, attempts: Math.max(0, (job?.attempts ?? 1) - 1) } as const;
      return job !== undefined && updateRows(connection, tables.jobs, { id }, patch) > 0;
    });
  }

  /** Begins a dead job anew. */
  async retry(id: JobId): Promise<boolean> {
    return (await this.#rows.update({ id, status: 'dead' }, this.#anew())) > 0;
  }

  /** Begins every dead job anew, or those of one name; answers how many. */
  retryAll(name?: string): Promise<number> {
    return this.#rows.update({ status: 'dead', ...(name !== undefined && { name }) }, this.#anew());
  }

  /** Adds the job of a schedule's turn, unless a process has done so. */
  fire(schedule: string, turn: number, job: NewJob): Promise<Job | undefined> {
    return this.#ground.access.write((connection) => {
      const isOurs = noteFirstTurn(connection, schedule, turn) || noteTurn(connection, schedule, turn);
      return isOurs ? insertJob(connection, this.#ground, job, undefined) : undefined;
    });
  }

  /** The same for a turn that has passed, if the schedule was known then: a new one has missed nothing. */
  makeUpFor(schedule: string, turn: number, job: NewJob): Promise<Job | undefined> {
    return this.#ground.access.write((connection) => {
      if (noteFirstTurn(connection, schedule, turn) || !noteTurn(connection, schedule, turn)) return undefined;
      return insertJob(connection, this.#ground, job, undefined);
    });
  }

  async #settle(id: JobId, owner: string, patch: Partial<Job>): Promise<boolean> {
    return (await this.#rows.update({ id, leaseOwner: owner, status: 'running' }, patch)) > 0;
  }

  #anew() {
    return { status: 'waiting', attempts: 0, runAt: this.#ground.clock.now(), finishedAt: null } as const;
  }

  /** An ended job makes room for another with its key. */
  #ended() {
    return { ...noLease, dedupeKey: null, finishedAt: this.#ground.clock.now() };
  }
}

const noLease = { leaseOwner: null, leaseExpiresAt: null } as const;

async function addJob(ground: Ground, job: NewJob, tenantId: TenantId | undefined): Promise<Job> {
  const added = await ground.access.write((connection) => insertJob(connection, ground, job, tenantId));
  tellOfJobs(ground);
  return added;
}

export function tellOfJobs(ground: Ground): void {
  for (const listener of ground.jobListeners) listener();
}

/** Adds a job within a transaction; who does so tells the listeners when it is committed. */
export function insertJob(
  connection: Connection,
  ground: Ground,
  { isSuperseding = false, ...job }: NewJob,
  tenantId: TenantId | undefined,
): Job {
  // keys of different tenants never meet
  const dedupeKey = job.dedupeKey && tenantId ? `${tenantId}:${job.dedupeKey}` : job.dedupeKey;
  const known = dedupeKey === undefined ? undefined : findRow(connection, tables.jobs, { dedupeKey });
  if (known && !(isSuperseding && isUnlike(known, job))) return known;
  const now = ground.clock.now();
  if (known) updateRows(connection, tables.jobs, { id: known.id }, superseded(now));
  const id = ground.ids.next() as JobId;
  const owned = { ...(dedupeKey !== undefined && { dedupeKey }), tenantId: tenantId ?? null };
  const row = { runAt: now, ...job, ...owned, id, status: 'waiting', createdAt: now } as const;
  insertRow(connection, tables.jobs, row);
  return found(findRow(connection, tables.jobs, { id }), 'Job', id);
}

function isUnlike(one: Job, other: NewJob): boolean {
  return one.name !== other.name || !isDeepStrictEqual(one.payload, other.payload);
}

function superseded(now: number) {
  const lastError = 'A later request took its place.';
  return { status: 'done', ...noLease, dedupeKey: null, finishedAt: now, lastError } as const;
}

function noteFirstTurn(connection: Connection, name: string, turn: number): boolean {
  return insertRowIfAbsent(connection, tables.jobSchedules, { name, lastFiredAt: turn });
}

/** False when this turn, or a later one, was noted before. */
function noteTurn({ db }: Connection, name: string, turn: number): boolean {
  const { jobSchedules } = tables;
  const isLater = and(eq(jobSchedules.name, name), lt(jobSchedules.lastFiredAt, turn));
  return db.update(jobSchedules).set({ lastFiredAt: turn }).where(isLater).run().changes > 0;
}

/** Jobs whose process vanished in their last attempt. */
function buryAbandoned(connection: Connection, now: number, held: readonly JobId[]): void {
  const { jobs } = tables;
  const isSpent = sql`${jobs.attempts} >= ${jobs.maxAttempts}`;
  connection.db
    .update(jobs)
    .set({ status: 'dead', ...noLease, dedupeKey: null, finishedAt: now, lastError: 'The process that ran it ended.' })
    .where(and(eq(jobs.status, 'running'), lt(jobs.leaseExpiresAt, now), isSpent, isNoneOf(held)))
    .run();
}

function isNoneOf(held: readonly JobId[]): SQL | undefined {
  return held.length === 0 ? undefined : notInArray(tables.jobs.id, [...held]);
}

function countRunning(connection: Connection, now: number, held: readonly JobId[]): Map<string, number> {
  const { jobs } = tables;
  const rows = connection.db
    .select({ name: jobs.name, number: count() })
    .from(jobs)
    .where(and(eq(jobs.status, 'running'), or(gt(jobs.leaseExpiresAt, now), inArray(jobs.id, [...held]))))
    .groupBy(jobs.name)
    .all();
  return new Map(rows.map(({ name, number }) => [name, number]));
}

/** The names of which more may run, each with how many may at all. */
function freePlaces({ concurrency }: Places, running: ReadonlyMap<string, number>): [name: string, most: number][] {
  return Object.entries(concurrency).filter(([name, most]) => (running.get(name) ?? 0) < most);
}

/** For every name its most urgent jobs, so that one kind's long queue hides no other. */
function listDue(
  connection: Connection,
  names: readonly (readonly [name: string, limit: number])[],
  { now, limit, held }: { readonly now: number; readonly limit: number; readonly held: readonly JobId[] },
): Job[] {
  const { jobs } = tables;
  const isDue: SQL | undefined = or(
    and(eq(jobs.status, 'waiting'), lte(jobs.runAt, now)),
    and(eq(jobs.status, 'running'), lt(jobs.leaseExpiresAt, now)),
  );
  const due = names.flatMap(([name, most]) =>
    connection.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.name, name), isDue, isNoneOf(held)))
      .orderBy(desc(jobs.priority), asc(jobs.runAt), asc(jobs.id))
      .limit(Math.min(most, limit))
      .all(),
  );
  return due.sort((one, other) => other.priority - one.priority || one.runAt - other.runAt);
}

function take(connection: Connection, job: Job, { owner, leaseExpiresAt }: ClaimRequest, now: number): Job {
  const taken = {
    status: 'running',
    attempts: job.attempts + 1,
    leaseOwner: owner,
    leaseExpiresAt,
    startedAt: now,
  } as const;
  updateRows(connection, tables.jobs, { id: job.id }, taken);
  return { ...job, ...taken };
}
