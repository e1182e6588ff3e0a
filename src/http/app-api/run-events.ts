import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppAccess, Instance } from '../../instance/index.ts';
import { isUuid, type JsonObject, type WorkflowRunId } from '../../kernel/index.ts';
import { followRun, getRun } from '../../operations/index.ts';
import {
  createStreamEncoder,
  finishedRunToWire,
  isOfState,
  replies,
  type StreamContext,
  type StreamEvent,
  workflowRunToWire,
} from '../../protocol/index.ts';
import { route } from '../route.ts';
import { contextOf, sendStream } from '../send-run.ts';
import type { SseMessage } from '../sse.ts';
import { type AppFamily, byQueryRequired } from './family.ts';
import { requireGraph } from './modes.ts';
import { pathText, toId } from './queries.ts';

type Followed = Awaited<ReturnType<typeof followRun>>;

const tag = 'Workflow';
const summary = 'The events of a run under way; with Last-Event-ID also those before';
const FollowQuery = z.looseObject({
  continue_on_pause: z.stringbool().default(false),
  include_state_snapshot: z.stringbool().default(false),
});

export const runEventRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/workflow/:workflow_run_id/events`,
    ...{ summary, tag },
    guard: family.guard(byQueryRequired),
    params: pathText('workflow_run_id'),
    query: FollowQuery,
    async handle({ access, params, query, request, reply, instance }) {
      requireGraph(access.app.mode, family);
      await sendEvents({ access, id: toId(params.workflow_run_id), query, request, reply, instance, family });
    },
  }),
];

/** What only programs ask for. */
export const runDetailRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/workflows/run/:workflow_run_id`,
    summary: 'A run of the workflow',
    tag,
    guard: family.guard(),
    params: pathText('workflow_run_id'),
    replies: { 200: replies.RunDetailReply },
    async handle({ access, params }) {
      requireGraph(access.app.mode, family);
      const runId = toId(params.workflow_run_id) as WorkflowRunId; // looked up in the app
      return workflowRunToWire(await getRun(access.scope, { app: access.app, runId }));
    },
  }),
];

interface EventsRequest {
  readonly access: AppAccess;
  /** Of the run, or of its task. */
  readonly id: string;
  readonly query: z.infer<typeof FollowQuery>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly instance: Instance;
  readonly family: AppFamily;
}

async function sendEvents({ access, id, query, request, reply, instance, family }: EventsRequest) {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const after = lastEventId(request.headers['last-event-id']);
  const fromStart = after === undefined && query.include_state_snapshot;
  const byTask = isUuid(id) ? access.scope.runs.findByTask(id as never) : undefined; // web clients know the task
  const followed = await followRun(access.scope, {
    app: access.app,
    runId: byTask?.facts.runId ?? (id as WorkflowRunId), // looked up among the caller's own
    until: query.continue_on_pause ? 'end' : 'next-pause',
    fromStart,
    signal: gone.signal,
    ...(after !== undefined && { after }),
  });
  const context = contextOf(access.scope, followed.facts, { family, instance });
  const messages = encodeFollowed(followed, context, { isReplay: after !== undefined, isState: fromStart });
  await sendStream(reply, messages, { context, log: instance.log });
}

function lastEventId(header: string | string[] | undefined): number | undefined {
  const id = Number(Array.isArray(header) ? header[0] : header);
  return header !== undefined && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

interface Telling {
  /** Whoever comes back has heard what came before. */
  readonly isReplay: boolean;
  /** Of what came before only how far the run has come. */
  readonly isState: boolean;
}

/** Events in the stream, and the places to which a reader may come back. A finished run gives its one last event. */
async function* encodeFollowed(
  { events, earlier, row, reached }: Followed,
  context: StreamContext,
  { isReplay, isState }: Telling,
): AsyncGenerator<SseMessage> {
  const encoder = createStreamEncoder(context, earlier);
  let hasEnded = false;
  let told = 0;
  for await (const { sequence, event, place } of events) {
    // what is not recorded yet has no place of its own, but behind something that is by now
    if (place > told && place < sequence) yield { id: place };
    if (isState && sequence <= reached && !isOfState(event, sequence === reached)) encoder.note(event);
    else yield* placed(encoder.encode(event), place === sequence ? place : undefined);
    told = place;
    hasEnded ||= event.type === 'run-finished';
  }
  const isOver = row.finishedAt !== null;
  if (isOver && !hasEnded && !isReplay) yield { data: finishedEvent(finishedRunToWire(row), context) };
}

/** Who has heard only a part of an event has not heard it. */
function* placed(parts: readonly StreamEvent[], id: number | undefined): Generator<SseMessage> {
  for (const [index, data] of parts.entries()) {
    yield id !== undefined && index === parts.length - 1 ? { id, data } : { data };
  }
}

function finishedEvent(run: JsonObject, context: StreamContext): StreamEvent {
  const ids = { task_id: context.taskId, workflow_run_id: context.runId };
  return { event: 'workflow_finished', ...ids, data: { ...run, created_by: context.createdBy } };
}
