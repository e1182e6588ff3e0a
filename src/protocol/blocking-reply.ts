import type { RunEvent, RunFinished, RunPaused } from '../engine/index.ts';
import { isJsonObject, type JsonObject, toUnixSeconds } from '../kernel/index.ts';
import { simpleMetadata } from './stream/message-events.ts';
import { finishData } from './stream/run-events.ts';
import { createStreamEncoder } from './stream/stream-encoder.ts';
import { isWorkflow, type StreamContext, type StreamEvent } from './stream/stream-event.ts';
import { outputsToWire } from './values.ts';

/** Events that a body is made of; of the others it only knows what these tell. */
const TELLING: ReadonlySet<RunEvent['type']> = new Set(['text-delta', 'answer-replaced', 'run-paused', 'run-finished']);

/** The body of a blocking call, straight from the events of a run that nobody has followed. */
export function replyOfRun(
  events: Iterable<RunEvent>,
  outcome: RunFinished | RunPaused,
  context: StreamContext,
): JsonObject {
  if (isWorkflow(context) && outcome.type === 'run-finished') return workflowReply([], outcome, context);
  const encoder = createStreamEncoder(context);
  const told: StreamEvent[] = [];
  for (const event of events) {
    if (TELLING.has(event.type)) told.push(...encoder.encode(event));
    else encoder.note(event);
  }
  return blockingReply(told, outcome, context);
}

/**
 * The body of a blocking call, folded from the stream events of the run (Dify: the `*_blocking_full_response` of the
 * response converters). Chat failures are no body but an error; the caller looks at `outcome` first.
 */
export function blockingReply(
  events: Iterable<StreamEvent>,
  outcome: RunFinished | RunPaused,
  context: StreamContext,
): JsonObject {
  const all = [...events];
  if (isWorkflow(context)) return workflowReply(all, outcome, context);
  const message = messageReply(all, context);
  if (outcome.type === 'run-finished') return { event: 'message', ...message };
  const { id, task_id: _task, ...rest } = message;
  const run = { workflow_run_id: context.runId };
  return { event: 'workflow_paused', ...message, ...run, data: { id, ...run, ...rest, ...pauseOf(all) } };
}

function messageReply(all: readonly StreamEvent[], context: StreamContext) {
  const end = all.findLast(({ event }) => event === 'message_end');
  const metadata = isJsonObject(end?.['metadata']) ? end['metadata'] : {};
  return {
    task_id: context.taskId,
    id: context.messageId ?? null,
    message_id: context.messageId ?? null,
    ...(context.mode !== 'completion' && { conversation_id: context.conversationId ?? null }),
    mode: context.mode,
    answer: answerOf(all),
    metadata: context.detail === 'simple' ? simpleMetadata(metadata) : metadata,
    created_at: toUnixSeconds(context.createdAt),
  };
}

/** Why a run waits, and how far it has come. */
function pauseOf(all: readonly StreamEvent[]) {
  const paused = all.findLast(({ event }) => event === 'workflow_paused')?.['data'];
  const { workflow_run_id: _run, created_at: _start, outputs: _outputs, ...pause } = isJsonObject(paused) ? paused : {};
  return pause;
}

/** The text a reader of the stream has before their eyes at the end. */
function answerOf(events: readonly StreamEvent[]): string {
  let answer = '';
  for (const event of events) {
    if (event.event === 'message_replace') answer = String(event['answer']);
    if (event.event === 'message' || event.event === 'agent_message') answer += String(event['answer']);
  }
  return answer;
}

function workflowReply(
  events: readonly StreamEvent[],
  outcome: RunFinished | RunPaused,
  context: StreamContext,
): JsonObject {
  const ids = { task_id: context.taskId, workflow_run_id: context.runId };
  if (outcome.type === 'run-finished') {
    const { created_by: _who, exceptions_count: _count, files: _files, ...data } = finishData(outcome, context);
    return { ...ids, data };
  }
  const run = { id: context.runId, workflow_id: context.workflowId, outputs: outputsToWire(outcome.outputs) };
  const times = { created_at: toUnixSeconds(context.createdAt), finished_at: null };
  return { ...ids, data: { ...run, error: null, ...times, ...pauseOf(events) } };
}
