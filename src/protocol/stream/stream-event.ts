import { type AppMode, isWorkflowMode, type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import type { ShownLimits } from '../truncate.ts';

/**
 * Dify's stream events, made from the events of a run and from nothing else. This folder knows Dify's names and no
 * bytes; `http/sse.ts` knows bytes and no names. Facts: Dify 1.x core/app/entities/task_entities.py and
 * core/app/apps/common/workflow_response_converter.py.
 */
export type StreamEvent = JsonObject & { readonly event: string };

export interface StreamContext {
  readonly mode: AppMode;
  readonly taskId: string;
  readonly runId: string;
  readonly workflowId: string;
  /** When the run began, milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** What the caller gave, with the `sys.*` values beside it. */
  readonly inputs: JsonObject;
  /** `{id, user}` for end users, `{id, name, email}` for accounts. */
  readonly createdBy: JsonObject;
  /** `simple` hides what nodes worked on (web apps). */
  readonly detail: 'full' | 'simple';
  /** Cuts what nodes worked on to this size, for people who look at it. */
  readonly shown?: ShownLimits;
  readonly conversationId?: string;
  readonly messageId?: string;
  /** The secret that opens a form. */
  readonly formToken: (formId: string) => string;
}

/** Whether the run answers nobody: there is no message and no conversation. */
export function isWorkflow({ mode }: Pick<StreamContext, 'mode'>): boolean {
  return isWorkflowMode(mode);
}

/** The fields that every event carries. */
export function envelope(context: StreamContext): JsonObject {
  if (isWorkflow(context)) {
    return { workflow_run_id: context.runId, task_id: context.taskId };
  }
  return {
    ...(context.conversationId !== undefined &&
      context.mode !== 'completion' && { conversation_id: context.conversationId }),
    message_id: context.messageId ?? null,
    created_at: toUnixSeconds(context.createdAt),
    task_id: context.taskId,
  };
}

export function inRun(event: string, data: JsonObject, context: StreamContext): StreamEvent {
  return { event, ...envelope(context), workflow_run_id: context.runId, data };
}

/** For what belongs to the message of a chat rather than to its run. */
export function inMessage(event: string, data: JsonObject, context: StreamContext): StreamEvent {
  return { event, ...envelope(context), data };
}
