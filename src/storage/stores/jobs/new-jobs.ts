import { isDeepStrictEqual } from 'node:util';
import type { Caller, JobId, JsonValue, TenantId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow, updateRows } from '../../dialects/sqlite/statements.ts';
import type { Job } from '../../rows.ts';

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

export const noLease = { leaseOwner: null, leaseExpiresAt: null } as const;

export async function addJob(ground: Ground, job: NewJob, tenantId: TenantId | undefined): Promise<Job> {
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
