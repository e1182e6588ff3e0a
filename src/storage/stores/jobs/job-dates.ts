import { and, eq, gt, sql } from 'drizzle-orm';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';

/**
 * Dates of a future that a clock which was ahead has left behind. A job that was added, or last tried, in the future is
 * dated as of now and keeps the wait it was given; no lease ends later than one taken now. Doing it twice changes nothing.
 */
export function setDatesRight(connection: Connection, now: number, leaseMs: number): void {
  const { jobs } = tables;
  const ahead = sql`(max(${jobs.createdAt}, coalesce(${jobs.startedAt}, 0)) - ${now})`;
  connection.db
    .update(jobs)
    .set({
      runAt: sql`${jobs.runAt} - ${ahead}`,
      createdAt: sql`min(${jobs.createdAt}, ${now})`,
      startedAt: sql`min(${jobs.startedAt}, ${now})`,
    })
    .where(and(eq(jobs.status, 'waiting'), gt(ahead, 0)))
    .run();
  connection.db
    .update(jobs)
    .set({ leaseExpiresAt: now + leaseMs })
    .where(and(eq(jobs.status, 'running'), gt(jobs.leaseExpiresAt, now + leaseMs)))
    .run();
}
