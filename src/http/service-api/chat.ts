import { z } from 'zod';
import type { TaskId } from '../../kernel/index.ts';
import { runPublished, stopRun } from '../../operations/index.ts';
import { appToken } from '../auth/api-token.ts';
import { route } from '../route.ts';
import { sendRun } from '../send-run.ts';
import { requireChat } from './modes.ts';
import { ChatBody } from './run-bodies.ts';

export const chatRoutes = [
  route({
    method: 'POST',
    url: '/v1/chat-messages',
    summary: 'Send a message to a chat app',
    guard: appToken({ from: 'json', isRequired: true }),
    body: ChatBody,
    async handle({ access, body, reply }) {
      requireChat(access.app.mode);
      const { inputs, query, files, response_mode: mode, conversation_id: conversationId } = body;
      const { handle } = await runPublished(access.scope, {
        ...access,
        ...{ inputs, query, files: files ?? [], log: 'service-api' },
        ...(conversationId && { conversationId }),
      });
      return sendRun(reply, access.scope, handle, mode ?? 'blocking');
    },
  }),
  route({
    method: 'POST',
    url: '/v1/chat-messages/:task_id/stop',
    summary: 'Stop a running answer',
    guard: appToken({ from: 'json', isRequired: true }),
    params: z.object({ task_id: z.string() }),
    async handle({ access, params }) {
      requireChat(access.app.mode);
      await stopRun(access.scope, { taskId: params.task_id as TaskId }); // an unknown one is left alone
      return { result: 'success' };
    },
  }),
];
