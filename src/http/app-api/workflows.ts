import { z } from 'zod';
import type { TaskId } from '../../kernel/index.ts';
import { listAppLogs, runPublished, stopRun } from '../../operations/index.ts';
import { appLogToWire, numberedPageToWire, replies } from '../../protocol/index.ts';
import { signalOfClient } from '../gone.ts';
import { route } from '../route.ts';
import { sendRun } from '../send-run.ts';
import { type AppFamily, byJsonRequired } from './family.ts';
import { requireWorkflow } from './modes.ts';
import { isoInstant, limit, page } from './queries.ts';
import { WorkflowRunBody, workflowIdOf } from './run-bodies.ts';

const tag = 'Workflow';

export const workflowRoutes = (family: AppFamily) => [
  route({
    method: 'POST',
    url: `${family.prefix}/workflows/run`,
    summary: 'Run the published workflow of the app',
    tag,
    guard: family.guard(byJsonRequired),
    body: WorkflowRunBody,
    replies: { 200: replies.WorkflowRunReply },
    async handle({ access, body, reply, instance }) {
      requireWorkflow(access.app.mode);
      const { inputs, files } = body;
      const run = await runPublished(access.scope, { ...access, inputs, files: files ?? [], log: family.log });
      // Web apps are always streamed to.
      const mode = family.prefix === '/api' ? 'streaming' : body.response_mode;
      return sendRun(reply, access.scope, run, { mode, family, instance });
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/workflows/tasks/:task_id/stop`,
    summary: 'Stop a running workflow',
    tag,
    guard: family.guard(byJsonRequired),
    params: z.object({ task_id: z.string() }),
    replies: { 200: replies.SuccessReply },
    async handle({ access, params }) {
      requireWorkflow(access.app.mode);
      await stopRun(access.scope, { taskId: params.task_id as TaskId }); // an unknown one is left alone
      return { result: 'success' };
    },
  }),
];

/** What only programs ask for. */
export const workflowProgramRoutes = (family: AppFamily) => [
  route({
    method: 'POST',
    url: `${family.prefix}/workflows/:workflow_id/run`,
    summary: 'Run one version of the workflow',
    tag,
    guard: family.guard(byJsonRequired),
    params: z.object({ workflow_id: z.string() }),
    body: WorkflowRunBody,
    replies: { 200: replies.WorkflowRunReply },
    async handle({ access, params, body, reply, instance }) {
      requireWorkflow(access.app.mode);
      const { inputs, files } = body;
      const workflowId = workflowIdOf(params.workflow_id);
      const request = { ...access, inputs, files: files ?? [], workflowId, log: family.log };
      const run = await runPublished(access.scope, request);
      return sendRun(reply, access.scope, run, { mode: body.response_mode, family, instance });
    },
  }),
  route({
    method: 'GET',
    url: `${family.prefix}/workflows/logs`,
    summary: 'The runs of the app that were asked for from outside, newest first',
    tag,
    guard: family.guard(),
    query: z.looseObject({
      keyword: z.string().optional(),
      status: z.enum(['succeeded', 'failed', 'stopped', 'partial-succeeded', 'running']).optional(),
      created_at__before: isoInstant,
      created_at__after: isoInstant,
      created_by_end_user_session_id: z.string().optional(),
      created_by_account: z.string().optional(),
      page,
      limit,
    }),
    replies: { 200: replies.AppLogsReply },
    async handle({ access, query, request, reply }) {
      const { keyword, status, page, limit } = query;
      const filter = {
        ...{ keyword, status, page, limit },
        to: query.created_at__before,
        from: query.created_at__after,
        endUserSessionId: query.created_by_end_user_session_id,
        accountEmail: query.created_by_account,
      };
      const signal = signalOfClient(request, reply);
      return numberedPageToWire(await listAppLogs(access.scope, { app: access.app, filter, signal }), appLogToWire);
    },
  }),
];
