import type { ConversationId, JsonValue, MessageId, WorkflowRunId } from '../../../kernel/index.ts';
import type { Conversation, Message, NewRow, Row, WorkflowRun } from '../../rows.ts';
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

export type ThoughtRecord = Omit<NewRow<'messageAgentThoughts'>, 'appId' | 'createdAt' | 'createdBy' | 'createdByRole'>;
export type FormRecord = Omit<
  NewRow<'humanInputForms'>,
  'tenantId' | 'appId' | 'workflowRunId' | 'createdAt' | 'status'
>;
export type FormPatch = { readonly id: string } & Pick<
  Row<'humanInputForms'>,
  'status' | 'selectedActionId' | 'submittedData' | 'submittedAt'
>;

export type AppLogRecord = Pick<NewRow<'workflowAppLogs'>, 'id' | 'createdFrom'>;
export type ConversationVariableRecord = Pick<
  NewRow<'conversationVariables'>,
  'variableId' | 'name' | 'valueType' | 'value' | 'description'
>;
export type MessagePatch = Partial<Omit<Message, 'id' | 'appId' | 'conversationId' | 'createdAt'>>;
export type NewMessage = Omit<NewRow<'messages'>, 'appId' | 'createdAt' | 'updatedAt'>;
export type MessageFileRecord = Pick<
  NewRow<'messageFiles'>,
  'id' | 'messageId' | 'type' | 'transferMethod' | 'url' | 'uploadFileId' | 'belongsTo'
> & {
  /** True when the app's own definition names the upload. */
  readonly isConfigured?: boolean;
};
export type NewConversation = Omit<NewRow<'conversations'>, 'appId' | 'createdAt' | 'updatedAt'>;
export type ConversationPatch = Partial<Omit<Conversation, 'id' | 'appId' | 'createdAt'>>;

/** Everything that becomes durable together: a node's record, its events, its writes. */
export interface RunBatch {
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
  /** Thoughts of an agent as they are now. */
  readonly agentThoughts?: readonly ThoughtRecord[] | undefined;
  /** Forms that people are asked to fill in from now on. */
  readonly forms?: readonly FormRecord[] | undefined;
  /** Forms that are over, and how. */
  readonly formPatches?: readonly FormPatch[] | undefined;
  readonly appLog?: AppLogRecord | undefined;
  /** What is to be done now that this is recorded. */
  readonly job?: NewJob | undefined;
  readonly conversation?: NewConversation | undefined;
  readonly conversationPatch?: (ConversationPatch & { readonly id: ConversationId }) | undefined;
  readonly conversationVariables?:
    | { readonly conversationId: ConversationId; readonly variables: readonly ConversationVariableRecord[] }
    | undefined;
  readonly message?: NewMessage | undefined;
  /** Of a message of the same app. A file that it may not name is left out (`message-uploads.ts`). */
  readonly messageFiles?: readonly MessageFileRecord[] | undefined;
  readonly messagePatch?: (MessagePatch & { readonly id: MessageId }) | undefined;
}
