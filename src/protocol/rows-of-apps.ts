import { float, type JsonObject, toUnixSeconds } from '../kernel/index.ts';
import type { AppLogEntry, EndUser, Job, MessageAnnotation, MessageFeedback } from '../storage/index.ts';

/** With its zone, as the published document has it (`date-time`); Dify 1.13 itself leaves the zone out, and means UTC. */
const iso = (instant: number) => new Date(instant).toISOString();

/** An item of `GET /workflows/logs`. */
export function appLogToWire({ log, run, endUser, account }: AppLogEntry): JsonObject {
  return {
    id: log.id,
    workflow_run: run
      ? {
          id: run.id,
          version: run.version,
          status: run.status,
          triggered_from: run.triggeredFrom,
          error: run.error,
          elapsed_time: float(run.elapsedTime),
          total_tokens: run.totalTokens,
          total_steps: run.totalSteps,
          created_at: toUnixSeconds(run.createdAt),
          finished_at: run.finishedAt === null ? null : toUnixSeconds(run.finishedAt),
          exceptions_count: run.exceptionsCount,
        }
      : null,
    details: null,
    created_from: log.createdFrom,
    created_by_role: log.createdByRole,
    created_by_account: account ? { id: account.id, name: account.name, email: account.email } : null,
    created_by_end_user: endUser ? endUserSummary(endUser) : null,
    created_at: toUnixSeconds(log.createdAt),
  };
}

function endUserSummary({ id, type, isAnonymous, sessionId }: EndUser): JsonObject {
  return { id, type, is_anonymous: isAnonymous, session_id: sessionId };
}

/** `GET /end-users/{id}` */
export function endUserToWire(row: EndUser): JsonObject {
  return {
    id: row.id,
    tenant_id: row.tenantId,
    app_id: row.appId,
    type: row.type,
    external_user_id: row.externalUserId,
    name: row.name,
    is_anonymous: row.isAnonymous,
    session_id: row.sessionId,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
  };
}

/** An item of `GET /app/feedbacks`. */
export function feedbackToWire(row: MessageFeedback): JsonObject {
  return {
    id: row.id,
    app_id: row.appId,
    conversation_id: row.conversationId,
    message_id: row.messageId,
    rating: row.rating,
    content: row.content,
    from_source: row.fromSource,
    from_end_user_id: row.fromEndUserId,
    from_account_id: row.fromAccountId,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
  };
}

export function annotationToWire(row: MessageAnnotation): JsonObject {
  return {
    id: row.id,
    question: row.question,
    answer: row.content,
    hit_count: row.hitCount,
    created_at: toUnixSeconds(row.createdAt),
  };
}

const jobStatuses = {
  waiting: 'waiting',
  running: 'processing',
  done: 'completed',
  dead: 'error',
} as const satisfies Record<Job['status'], string>;

/** How far a change of annotation reply is. */
export function jobToWire(job: Job): JsonObject {
  return { job_id: job.id, job_status: jobStatuses[job.status] };
}

export function jobStatusToWire(job: Job): JsonObject {
  return { ...jobToWire(job), error_msg: job.status === 'dead' ? (job.lastError ?? '') : '' };
}
