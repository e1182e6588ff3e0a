import { type SQLWrapper, sql } from 'drizzle-orm';
import type {
  AppId,
  JsonObject,
  NodeExecutionId,
  TaskId,
  TenantId,
  WorkflowId,
  WorkflowRunId,
} from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import { creatorRoles, formStatuses, nodeStatuses, runStatuses } from './words.ts';

/** Literal, not bound: SQLite uses a partial index only where it can see the index's condition in the query. */
export const isUnfinished = (status: SQLWrapper) => sql`${status} in ('scheduled', 'running', 'paused')`;

export const workflowRuns = (c: Columns) =>
  c.table(
    'workflow_runs',
    {
      id: c.id<WorkflowRunId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: c.ref<AppId>('app_id').notNull(),
      workflowId: c.ref<WorkflowId>('workflow_id').notNull(),
      type: c.oneOf('type', ['workflow', 'chat', 'rag-pipeline']).notNull(),
      triggeredFrom: c.text('triggered_from').notNull(),
      version: c.text('version').notNull(),
      taskId: c.ref<TaskId>('task_id'),
      inputs: c.json<JsonObject>('inputs'),
      status: c.oneOf('status', runStatuses).notNull(),
      outputs: c.json<JsonObject>('outputs'),
      error: c.text('error'),
      elapsedTime: c.real('elapsed_time').notNull().default(0),
      totalTokens: c.integer('total_tokens').notNull().default(0),
      totalSteps: c.integer('total_steps').notNull().default(0),
      exceptionsCount: c.integer('exceptions_count').notNull().default(0),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
      finishedAt: c.instant('finished_at'),
      /** The process that executes the run, and until when its word is believed. */
      leaseOwner: c.text('lease_owner'),
      leaseExpiresAt: c.instant('lease_expires_at'),
      /** A stop asked for by another process. */
      stopRequestedAt: c.instant('stop_requested_at'),
    },
    (t) => [
      c.index('workflow_runs_by_app').on(t.appId, t.createdAt),
      c.index('workflow_runs_by_age').on(t.createdAt),
      // Few runs are unfinished at a time, and a finished one is in neither of these.
      c.index('workflow_runs_unfinished').on(t.leaseExpiresAt).where(isUnfinished(t.status)),
      c.index('workflow_runs_by_task').on(t.taskId).where(isUnfinished(t.status)),
    ],
  );

type WorkflowRuns = ReturnType<typeof workflowRuns>;
interface Owner {
  workflowRuns: WorkflowRuns;
}
const runRef = (c: Columns, t: Owner, name: string) =>
  c.ref<WorkflowRunId>(name).references(() => t.workflowRuns.id, { onDelete: 'cascade' });

export const workflowNodeExecutions = (c: Columns, t: Owner) =>
  c.table(
    'workflow_node_executions',
    {
      id: c.id<NodeExecutionId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: c.ref<AppId>('app_id').notNull(),
      workflowId: c.ref<WorkflowId>('workflow_id').notNull(),
      triggeredFrom: c.text('triggered_from').notNull().default('workflow-run'),
      /** Null for a single step in the studio. */
      workflowRunId: runRef(c, t, 'workflow_run_id'),
      index: c.integer('index').notNull(),
      predecessorNodeId: c.text('predecessor_node_id'),
      nodeId: c.text('node_id').notNull(),
      nodeType: c.text('node_type').notNull(),
      title: c.text('title').notNull(),
      inputs: c.json<JsonObject>('inputs'),
      processData: c.json<JsonObject>('process_data'),
      outputs: c.json<JsonObject>('outputs'),
      status: c.oneOf('status', nodeStatuses).notNull(),
      error: c.text('error'),
      elapsedTime: c.real('elapsed_time').notNull().default(0),
      executionMetadata: c.json<JsonObject>('execution_metadata'),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
      finishedAt: c.instant('finished_at'),
    },
    (t) => [c.index('workflow_node_executions_by_run').on(t.workflowRunId)],
  );

/** What happened in a run, in order: each row holds one recorded batch. */
export const runEvents = (c: Columns, t: Owner) =>
  c.table(
    'run_events',
    {
      runId: runRef(c, t, 'run_id').notNull(),
      /** Number of the first event; the others follow without gaps. */
      sequence: c.integer('sequence').notNull(),
      count: c.integer('count').notNull(),
      /** As `engine/events/event-record.ts` writes them; null when they are in a blob. */
      lines: c.text('lines'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.runId, t.sequence] })],
  );

export const workflowAppLogs = (c: Columns, t: Owner) =>
  c.table(
    'workflow_app_logs',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: c.ref<AppId>('app_id').notNull(),
      workflowId: c.ref<WorkflowId>('workflow_id').notNull(),
      workflowRunId: runRef(c, t, 'workflow_run_id').notNull(),
      createdFrom: c.oneOf('created_from', ['service-api', 'web-app', 'installed-app']).notNull(),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.index('workflow_app_logs_by_app').on(t.appId, t.createdAt),
      c.index('workflow_app_logs_by_run').on(t.workflowRunId),
    ],
  );

export const humanInputForms = (c: Columns, t: Owner) =>
  c.table(
    'human_input_forms',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: c.ref<AppId>('app_id').notNull(),
      workflowRunId: runRef(c, t, 'workflow_run_id').notNull(),
      nodeId: c.text('node_id').notNull(),
      nodeTitle: c.text('node_title').notNull(),
      /** Opens the form to whoever holds it; usable once. */
      token: c.text('token').notNull(),
      definition: c.json<JsonObject>('form_definition').notNull(),
      renderedContent: c.text('rendered_content').notNull(),
      status: c.oneOf('status', formStatuses).notNull().default('waiting'),
      selectedActionId: c.text('selected_action_id'),
      submittedData: c.json<JsonObject>('submitted_data'),
      submittedBy: c.ref('submitted_by'),
      submittedAt: c.instant('submitted_at'),
      expiresAt: c.instant('expiration_time').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('human_input_forms_by_token').on(t.token),
      c.index('human_input_forms_by_run').on(t.workflowRunId, t.status),
      c.index('human_input_forms_by_expiry').on(t.status, t.expiresAt),
    ],
  );
