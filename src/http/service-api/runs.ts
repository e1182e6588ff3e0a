import { z } from 'zod';
import { isJsonObject, type JsonObject, type WorkflowRunId } from '../../kernel/index.ts';
import { followRun, getForm, getRun, streamContextOf, submitForm } from '../../operations/index.ts';
import { createStreamEncoder, formToWire, type StreamEvent, workflowRunToWire } from '../../protocol/index.ts';
import { appToken } from '../auth/api-token.ts';
import { route } from '../route.ts';
import { sendStream } from '../send-run.ts';
import type { SseMessage } from '../sse.ts';
import { requireWorkflow } from './modes.ts';
import { pathId } from './queries.ts';

type Followed = Awaited<ReturnType<typeof followRun>>;

export const runRoutes = [
  route({
    method: 'GET',
    url: '/v1/workflows/run/:workflow_run_id',
    summary: 'A run of the workflow',
    guard: appToken(),
    params: pathId('workflow_run_id'),
    async handle({ access, params }) {
      if (access.app.mode !== 'advanced-chat') requireWorkflow(access.app.mode);
      const runId = params.workflow_run_id as WorkflowRunId; // looked up in the app
      return workflowRunToWire(await getRun(access.scope, { app: access.app, runId }));
    },
  }),
  route({
    method: 'GET',
    url: '/v1/workflow/:workflow_run_id/events',
    summary: 'The events of a run under way; with Last-Event-ID also those before',
    guard: appToken({ from: 'query', isRequired: true }),
    params: pathId('workflow_run_id'),
    query: z.looseObject({ continue_on_pause: z.stringbool().default(false) }),
    async handle({ access, params, query, request, reply }) {
      const gone = new AbortController();
      request.raw.once('close', () => gone.abort());
      reply.raw.once('close', () => gone.abort());
      const after = lastEventId(request.headers['last-event-id']);
      const followed = await followRun(access.scope, {
        app: access.app,
        runId: params.workflow_run_id as WorkflowRunId, // looked up among the caller's own
        continueOnPause: query.continue_on_pause,
        signal: gone.signal,
        ...(after !== undefined && { after }),
      });
      const context = streamContextOf(access.scope, followed.facts);
      await sendStream(reply, encodeFollowed(followed, context, after !== undefined));
    },
  }),
  route({
    method: 'GET',
    url: '/v1/form/human_input/:form_token',
    summary: 'A form that a run waits for',
    guard: appToken(),
    params: pathId('form_token'),
    handle: async ({ access, params }) =>
      formToWire(await getForm(access.scope, { token: params.form_token, appId: access.app.id })),
  }),
  route({
    method: 'POST',
    url: '/v1/form/human_input/:form_token',
    summary: 'Answer a form; its run goes on',
    guard: appToken({ from: 'json', isRequired: false }),
    params: pathId('form_token'),
    body: z.looseObject({ inputs: z.custom<JsonObject>(isJsonObject).default({}), action: z.string() }),
    async handle({ access, params, body }) {
      await submitForm(access.scope, {
        token: params.form_token,
        appId: access.app.id,
        actionId: body.action,
        inputs: body.inputs,
      });
      return {};
    },
  }),
];

function lastEventId(header: string | string[] | undefined): number | undefined {
  const id = Number(Array.isArray(header) ? header[0] : header);
  return header !== undefined && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

/** Where a reader may come back, each event carries its place. A finished run gives its one last event. */
async function* encodeFollowed(
  { events, row }: Followed,
  context: ReturnType<typeof streamContextOf>,
  isReplay: boolean,
): AsyncGenerator<SseMessage> {
  const encoder = createStreamEncoder(context);
  let hasEnded = false;
  for await (const { sequence, event } of events) {
    for (const data of encoder.encode(event)) yield { id: sequence, data };
    hasEnded ||= event.type === 'run-finished';
  }
  const isOver = row.finishedAt !== null;
  if (isOver && !hasEnded && !isReplay) yield { data: finishedEvent(workflowRunToWire(row), context) };
}

function finishedEvent(run: JsonObject, context: ReturnType<typeof streamContextOf>): StreamEvent {
  const { inputs: _inputs, ...data } = run;
  const ids = { task_id: context.taskId, workflow_run_id: context.runId };
  return {
    event: 'workflow_finished',
    ...ids,
    data: { ...data, created_by: context.createdBy, exceptions_count: 0, files: [] },
  };
}
