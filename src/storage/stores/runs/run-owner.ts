import { and, eq, sql } from 'drizzle-orm';
import type { TenantId, WorkflowRunId } from '../../../kernel/index.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import type { WorkflowRun } from '../../rows.ts';

/** A run as far as its batches need it. */
export interface RunIdentity {
  readonly appId: WorkflowRun['appId'];
  readonly workflowId: WorkflowRun['workflowId'];
  readonly createdBy: string;
  readonly createdByRole: WorkflowRun['createdByRole'];
  readonly leaseOwner: string | null;
}

/** What a run and its creator put into every row that belongs to it. */
export interface RunOwner extends Omit<RunIdentity, 'leaseOwner'> {
  readonly tenantId: TenantId;
  readonly workflowRunId: WorkflowRunId;
}

/** Only columns that cost nothing to read: this runs with every batch. */
export function runIdentity(connection: Connection, id: WorkflowRunId, tenantId: TenantId): RunIdentity | undefined {
  const { workflowRuns: runs } = tables;
  return connection
    .prepared('run-identity', (db) =>
      db
        .select({
          appId: runs.appId,
          workflowId: runs.workflowId,
          createdBy: runs.createdBy,
          createdByRole: runs.createdByRole,
          leaseOwner: runs.leaseOwner,
        })
        .from(runs)
        .where(and(eq(runs.id, sql.placeholder('id')), eq(runs.tenantId, sql.placeholder('tenantId'))))
        .prepare(),
    )
    .get({ id, tenantId });
}
