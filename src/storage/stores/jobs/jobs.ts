import type { JobId, TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, updateRows } from '../../dialects/sqlite/statements.ts';
import { type KeysetPage, OwnedRows } from '../../owned-rows.ts';
import type { Job } from '../../rows.ts';
import type { JobStatus } from '../../tables/words.ts';
import { type ClaimRequest, claimDue, isAnyDue, nextInstant, type Places } from './job-claims.ts';
import { setDatesRight } from './job-dates.ts';
import { noteFirstTurn, noteTurn } from './job-turns.ts';
import { addJob, insertJob, type NewJob, noLease, tellOfJobs } from './new-jobs.ts';

export interface JobFilter {
  readonly name?: string;
  readonly status?: JobStatus;
  readonly after?: Job;
  readonly limit?: number;
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

  /** Calls back when this process adds a job or begins one anew (perhaps a moment before it is committed); gives the way to stop that. */
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
    return this.#ground.access.write((connection) => claimDue(connection, request, now));
  }

  /** Could anything be claimed? Cheaper to ask than to claim. */
  async isAnyDue(request: Places): Promise<boolean> {
    const now = this.#ground.clock.now();
    return this.#ground.access.read((connection) => isAnyDue(connection, request, now));
  }

  /** When the next waiting job becomes due, of those for which there is a place. */
  async findNextInstant(request: Places): Promise<number | undefined> {
    const now = this.#ground.clock.now();
    return this.#ground.access.read((connection) => nextInstant(connection, request, now));
  }

  /** Keeps the leases of a process's jobs; those it lost meanwhile are missing in the answer. */
  renew(ids: readonly JobId[], owner: string, leaseExpiresAt: number): Promise<JobId[]> {
    return this.#ground.access.write((connection) =>
      ids.filter((id) => updateRows(connection, tables.jobs, { id, leaseOwner: owner }, { leaseExpiresAt }) > 0),
    );
  }

  /** After the clock was set back: nothing waits for a date that was wrong. `leaseMs` is how long a lease lasts. */
  async setDatesRight(leaseMs: number): Promise<void> {
    await this.#ground.access.write((connection) => setDatesRight(connection, this.#ground.clock.now(), leaseMs));
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
    return (await this.#retryWhere({ id })) > 0;
  }

  /** Begins every dead job anew, or those of one name; answers how many. */
  retryAll(name?: string): Promise<number> {
    return this.#retryWhere(name === undefined ? {} : { name });
  }

  async #retryWhere(where: { readonly id?: JobId; readonly name?: string }): Promise<number> {
    const count = await this.#rows.update({ status: 'dead', ...where }, this.#anew());
    if (count > 0) tellOfJobs(this.#ground);
    return count;
  }

  /** Adds the job of a schedule's turn, unless a process has done so. */
  fire(schedule: string, turn: number, job: NewJob): Promise<Job | undefined> {
    return this.#ground.access.write((connection) => {
      const isOurs =
        noteFirstTurn(connection, schedule, turn) || noteTurn(connection, schedule, turn, this.#ground.clock.now());
      return isOurs ? insertJob(connection, this.#ground, job, undefined) : undefined;
    });
  }

  /** The same for a turn that has passed, if the schedule was known then: a new one has missed nothing. */
  makeUpFor(schedule: string, turn: number, job: NewJob): Promise<Job | undefined> {
    return this.#ground.access.write((connection) => {
      if (noteFirstTurn(connection, schedule, turn) || !noteTurn(connection, schedule, turn, this.#ground.clock.now()))
        return undefined;
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
