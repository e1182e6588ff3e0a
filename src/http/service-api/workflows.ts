import { z } from 'zod';
import type { TaskId, WorkflowId } from '../../kernel/index.ts';
import { runPublished, stopRun } from '../../operations/index.ts';
import { appToken } from '../auth/api-token.ts';
import { route } from '../route.ts';
import { sendRun } from '../send-run.ts';
import { requireWorkflow } from './modes.ts';
import { WorkflowRunBody } from './run-bodies.ts';

const asUser = appToken({ from: 'json', isRequired: true });
const id = (name: string) => z.object({ [name]: z.string() });

export const workflowRoutes = [
  route({
    method: 'POST',
    url: '/v1/workflows/run',
    summary: 'Run the published workflow of the app',
    guard: asUser,
    body: WorkflowRunBody,
    async handle({ access, body, reply }) {
      requireWorkflow(access.app.mode);
      const { inputs, files, response_mode: mode } = body;
      const { handle } = await runPublished(access.scope, {
        ...access,
        inputs,
        files: files ?? [],
        log: 'service-api',
      });
      return sendRun(reply, access.scope, handle, mode ?? 'blocking');
    },
  }),
  route({
    method: 'POST',
    url: '/v1/workflows/:workflow_id/run',
    summary: 'Run one version of the workflow',
    guard: asUser,
    params: id('workflow_id'),
    body: WorkflowRunBody,
    async handle({ access, params, body, reply }) {
      requireWorkflow(access.app.mode);
      const { inputs, files, response_mode: mode } = body;
      const workflowId = params['workflow_id'] as WorkflowId; // looked up in the app
      const { handle } = await runPublished(access.scope, {
        ...access,
        inputs,
        files: files ?? [],
        workflowId,
        log: 'service-api',
      });
      return sendRun(reply, access.scope, handle, mode ?? 'blocking');
    },
  }),
  route({
    method: 'POST',
    url: '/v1/workflows/tasks/:task_id/stop',
    summary: 'Stop a running workflow',
    guard: asUser,
    params: id('task_id'),
    async handle({ access, params }) {
      requireWorkflow(access.app.mode);
      await stopRun(access.scope, { taskId: params['task_id'] as TaskId }); // an unknown one is left alone
      return { result: 'success' };
    },
  }),
];
