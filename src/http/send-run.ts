import type { FastifyReply } from 'fastify';
import type { Instance } from '../instance/index.ts';
import { isWorkflowMode, KnownError } from '../kernel/index.ts';
import {
  isSpoken,
  type RunHandle,
  type RunOutcome,
  type Scope,
  type StartedRun,
  speakRun,
  streamContextOf,
} from '../operations/index.ts';
import type { Log } from '../platform/log/index.ts';
import {
  audioEvent,
  createStreamEncoder,
  errorEvent,
  failureEvent,
  replyOfRun,
  type StreamContext,
} from '../protocol/index.ts';
import { keepBody } from './body-room.ts';
import { logBroken } from './broken-answers.ts';
import { errorReply } from './error-reply.ts';
import { expand } from './expand.ts';
import { type SseMessage, writeSse } from './sse.ts';

export interface SendRunOptions {
  /** Blocking when the caller said nothing. */
  readonly mode: 'streaming' | 'blocking' | null | undefined;
  readonly family: { readonly detail: 'full' | 'simple' };
  readonly instance: Pick<Instance, 'config' | 'log'>;
}

/** Answers with a run: as it happens, or folded into one body when it has ended. */
export async function sendRun(reply: FastifyReply, scope: Scope, run: StartedRun, options: SendRunOptions) {
  keepBody(reply.request, run.handle.done);
  const context = contextOf(scope, run.handle.facts, options);
  const { runId, appId, taskId } = run.handle.facts;
  options.instance.log.debug('run', { request: reply.request.id, run: runId, task: taskId, app: appId });
  if (options.mode !== 'streaming') return foldRun(run.handle, context);
  const messages = isSpoken(run) ? streamSpoken(scope, run, context) : streamRun(run.handle, context);
  await sendStream(reply, messages, { context, log: options.instance.log });
  return undefined;
}

/** How a family tells of a run: programs see everything, people what fits on a screen. */
export function contextOf(
  scope: Scope,
  facts: RunHandle['facts'],
  { family, instance }: Omit<SendRunOptions, 'mode'>,
): StreamContext {
  const context = streamContextOf(scope, facts, family.detail);
  if (family.detail === 'full') return context;
  const { shownMaxBytes: maxBytes, shownMaxCharacters: maxCharacters, shownMaxElements: maxElements } = instance.config;
  return { ...context, shown: { maxBytes, maxCharacters, maxElements } };
}

export interface SendStreamOptions {
  readonly context: StreamContext;
  readonly log: Log;
}

/**
 * Answers with messages as they come. From the first byte on, nobody but this function can answer an error: messages that
 * fail end with an event that says so, as a run that fails does.
 */
export async function sendStream(
  reply: FastifyReply,
  messages: AsyncIterable<SseMessage>,
  { context, log }: SendStreamOptions,
): Promise<void> {
  const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined));
  reply.raw.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  reply.hijack();
  await writeSse(reply.raw, messages, (error) => {
    logBroken(log, error, { request: reply.request.id, run: context.runId });
    return { data: failureEvent(errorReply(error), context) };
  });
}

function streamRun(handle: RunHandle, context: StreamContext): AsyncIterable<SseMessage> {
  const encoder = createStreamEncoder(context);
  return expand(handle.events(), ({ event }) => encoder.encode(event).map((data) => ({ data })));
}

async function* streamSpoken(scope: Scope, run: StartedRun, context: StreamContext): AsyncGenerator<SseMessage> {
  const encoder = createStreamEncoder(context);
  for await (const part of speakRun(scope, run)) {
    if (part.kind === 'event') for (const data of encoder.encode(part.event)) yield { data };
    else yield { data: audioEvent(context, part.kind === 'audio' ? part.audio : undefined) };
  }
}

async function foldRun(handle: RunHandle, context: StreamContext) {
  const outcome = await handle.done;
  if (isNoReply(outcome, context)) {
    const { code, message } = errorEvent(outcome, context);
    throw new KnownError(code as KnownError['code'], { message: String(message) }); // one of the caller's codes, or internal
  }
  return replyOfRun(handle.past(), outcome, context);
}

/** A failed workflow is answered with its record; a failed chat, and a run that has not ended here, with an error. */
function isNoReply(
  outcome: RunOutcome,
  { mode }: StreamContext,
): outcome is Extract<RunOutcome, { readonly type: 'run-finished' }> {
  if (outcome.type !== 'run-finished' || outcome.status !== 'failed') return false;
  return outcome.errorCode === 'run_interrupted' || !isWorkflowMode(mode);
}
