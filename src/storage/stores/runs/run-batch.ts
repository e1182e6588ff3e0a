import type { JsonValue, WorkflowRunId } from '../../../kernel/index.ts';
import type { NewRow, Row, WorkflowRun } from '../../rows.ts';
import type { ChatChanges } from '../chat/chat-records.ts';
import type { NewJob } from '../jobs/new-jobs.ts';

/** Events that are recorded together. */
export interface RecordedEvents {
  /** Number of the first in the run; numbers follow one another without gaps, from batch to batch. */
  readonly sequence: number;
  readonly count: number;
  /** All of them, as the engine writes and reads them. */
  readonly text: string;
}

export type NewWorkflowRun = Omit<NewRow<'workflowRuns'>, 'id' | 'tenantId' | 'createdAt'> & {
  readonly createdAt?: number;
};
export type WorkflowRunPatch = Partial<
  Omit<WorkflowRun, 'id' | 'tenantId' | 'appId' | 'workflowId' | 'createdBy' | 'createdByRole' | 'createdAt'>
>;

type OfRun = 'tenantId' | 'appId' | 'workflowId' | 'workflowRunId' | 'createdBy' | 'createdByRole';
/** The whole record of a node as it is now; its run fills in the rest. */
export type NodeExecutionRecord = Omit<NewRow<'workflowNodeExecutions'>, OfRun>;

export type FormRecord = Omit<
  NewRow<'humanInputForms'>,
  'tenantId' | 'appId' | 'workflowRunId' | 'createdAt' | 'status'
>;
export type FormPatch = { readonly id: string } & Pick<
  Row<'humanInputForms'>,
  'status' | 'selectedActionId' | 'submittedData' | 'submittedAt'
>;

export type AppLogRecord = Pick<NewRow<'workflowAppLogs'>, 'id' | 'createdFrom'>;

/** Everything that becomes durable together: a node's record, its events, its writes. */
export interface RunBatch extends ChatChanges {
  readonly runId: WorkflowRunId;
  /** The process that holds the run's lease. When another took it over, the batch is refused. */
  readonly leaseOwner?: string | undefined;
  /** With the first batch of a run. */
  readonly run?: NewWorkflowRun | undefined;
  /** What is run, where no published version holds it: a run that needs it is never seen without it. */
  readonly definition?: JsonValue | undefined;
  readonly runPatch?: WorkflowRunPatch | undefined;
  readonly events?: RecordedEvents | undefined;
  readonly nodeExecutions?: readonly NodeExecutionRecord[] | undefined;
  /** Forms that people are asked to fill in from now on. */
  readonly forms?: readonly FormRecord[] | undefined;
  /** Forms that are over, and how. */
  readonly formPatches?: readonly FormPatch[] | undefined;
  readonly appLog?: AppLogRecord | undefined;
  /** What is to be done now that this is recorded. */
  readonly job?: NewJob | undefined;
}
