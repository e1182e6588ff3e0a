import type {
  AppId,
  AppMode,
  ConversationId,
  JsonObject,
  MessageId,
  TaskId,
  WorkflowId,
  WorkflowRunId,
} from '../kernel/index.ts';

/** What is known of a run from its first moment and never changes. */
export interface RunFacts {
  readonly runId: WorkflowRunId;
  readonly taskId: TaskId;
  readonly appId: AppId;
  readonly workflowId: WorkflowId;
  readonly mode: AppMode;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** What the caller gave, with the `sys.*` values beside it, as the wire shows them. */
  readonly inputs: JsonObject;
  /** Who asked, as the wire shows it. */
  readonly createdBy: JsonObject;
  readonly conversationId?: ConversationId;
  readonly messageId?: MessageId;
  /** What the message goes on with; null for one that begins its conversation, or begins it anew. */
  readonly parentMessageId?: MessageId | null;
}
