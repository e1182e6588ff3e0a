import type { Caller, JobId, JsonValue, TenantId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import { jobStatuses } from './words.ts';

export const jobs = (c: Columns) =>
  c.table(
    'jobs',
    {
      id: c.id<JobId>(),
      name: c.text('name').notNull(),
      payload: c.json<JsonValue>('payload').notNull(),
      /** Null for work of the instance itself. */
      tenantId: c.ref<TenantId>('tenant_id'),
      caller: c.json<Caller>('caller'),
      status: c.oneOf('status', jobStatuses).notNull(),
      /** Higher goes first. */
      priority: c.integer('priority').notNull().default(0),
      /** Not before this instant. */
      runAt: c.instant('run_at').notNull(),
      attempts: c.integer('attempts').notNull().default(0),
      maxAttempts: c.integer('max_attempts').notNull(),
      /** While a row with the same key waits or runs, another is not taken. */
      dedupeKey: c.text('dedupe_key'),
      leaseOwner: c.text('lease_owner'),
      leaseExpiresAt: c.instant('lease_expires_at'),
      lastError: c.text('last_error'),
      createdAt: c.instant('created_at').notNull(),
      startedAt: c.instant('started_at'),
      finishedAt: c.instant('finished_at'),
    },
    (t) => [
      c.index('jobs_by_readiness').on(t.status, t.name, t.runAt),
      c.uniqueIndex('jobs_by_dedupe_key').on(t.dedupeKey),
      c.index('jobs_by_tenant').on(t.tenantId, t.createdAt),
      c.index('jobs_by_end').on(t.finishedAt),
    ],
  );

/** When each cron schedule fired last, so that one process of several takes the next turn. */
export const jobSchedules = (c: Columns) =>
  c.table('job_schedules', {
    name: c.text('name').primaryKey(),
    lastFiredAt: c.instant('last_fired_at').notNull(),
  });
