import { and, asc, count, desc, eq, gt, inArray, lt, lte, min, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { JobId } from '../../../kernel/index.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { updateRows } from '../../dialects/sqlite/statements.ts';
import type { Job } from '../../rows.ts';
import { noLease } from './new-jobs.ts';

/** For which jobs there is room. */
export interface Places {
  /** How many of each name may run at a time, in all processes together. */
  readonly concurrency: Readonly<Record<string, number>>;
  /** Jobs at work in the claiming process. It may have been asleep for longer than its leases; they are no one's to take. */
  readonly held?: readonly JobId[];
  /** Right after the clock was set forward, all leases look expired, and none is: then nobody is thought gone. */
  readonly areLeasesDoubted?: boolean;
}

export interface ClaimRequest extends Places {
  readonly owner: string;
  readonly leaseExpiresAt: number;
  readonly limit: number;
}

/** What a job is judged by: the instant, before which instant a lease must have ended to be over, and what is not asked about. */
interface Moment {
  readonly now: number;
  readonly leasesOverBefore: number;
  readonly held: readonly JobId[];
}

function momentOf({ held = [], areLeasesDoubted = false }: Places, now: number): Moment {
  return { now, held, leasesOverBefore: areLeasesDoubted ? 0 : now };
}

/** Takes jobs that are due, the most urgent first. */
export function claimDue(connection: Connection, request: ClaimRequest, now: number): Job[] {
  const { concurrency, limit } = request;
  const moment = momentOf(request, now);
  buryAbandoned(connection, moment);
  const running = countRunning(connection, moment);
  const claimed: Job[] = [];
  for (const job of listDue(connection, freePlaces(request, running), { ...moment, limit })) {
    const others = running.get(job.name) ?? 0;
    if (others >= (concurrency[job.name] ?? 0) || claimed.length >= limit) continue;
    running.set(job.name, others + 1);
    claimed.push(take(connection, job, request, now));
  }
  return claimed;
}

/** Could anything be claimed? */
export function isAnyDue(connection: Connection, request: Places, now: number): boolean {
  const moment = momentOf(request, now);
  const names = freePlaces(request, countRunning(connection, moment));
  return listDue(connection, names, { ...moment, limit: 1 }).length > 0;
}

/** When the next waiting job becomes due, of those for which there is a place. */
export function nextInstant(connection: Connection, request: Places, now: number): number | undefined {
  const { jobs } = tables;
  const free = freePlaces(request, countRunning(connection, momentOf(request, now))).map(([name]) => name);
  const condition = and(eq(jobs.status, 'waiting'), inArray(jobs.name, free));
  const next = connection.db
    .select({ at: min(jobs.runAt) })
    .from(jobs)
    .where(condition)
    .get();
  return next?.at ?? undefined;
}

/** Jobs whose process vanished in their last attempt. */
function buryAbandoned(connection: Connection, { now, leasesOverBefore, held }: Moment): void {
  const { jobs } = tables;
  const isSpent = sql`${jobs.attempts} >= ${jobs.maxAttempts}`;
  connection.db
    .update(jobs)
    .set({ status: 'dead', ...noLease, dedupeKey: null, finishedAt: now, lastError: 'The process that ran it ended.' })
    .where(and(eq(jobs.status, 'running'), lt(jobs.leaseExpiresAt, leasesOverBefore), isSpent, isNoneOf(held)))
    .run();
}

function isNoneOf(held: readonly JobId[]): SQL | undefined {
  return held.length === 0 ? undefined : notInArray(tables.jobs.id, [...held]);
}

function countRunning(connection: Connection, { leasesOverBefore, held }: Moment): Map<string, number> {
  const { jobs } = tables;
  const isLeased = or(gt(jobs.leaseExpiresAt, leasesOverBefore), inArray(jobs.id, [...held]));
  const rows = connection.db
    .select({ name: jobs.name, number: count() })
    .from(jobs)
    .where(and(eq(jobs.status, 'running'), isLeased))
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
  { now, leasesOverBefore, limit, held }: Moment & { readonly limit: number },
): Job[] {
  const { jobs } = tables;
  const isDue: SQL | undefined = or(
    and(eq(jobs.status, 'waiting'), lte(jobs.runAt, now)),
    and(eq(jobs.status, 'running'), lt(jobs.leaseExpiresAt, leasesOverBefore)),
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
