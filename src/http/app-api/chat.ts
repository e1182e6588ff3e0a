import { z } from 'zod';
import { type AppMode, KnownError, type MessageId } from '../../kernel/index.ts';
import { findTask, runPublished, stopRun } from '../../operations/index.ts';
import { replies } from '../../protocol/index.ts';
import { route } from '../route.ts';
import { sendRun } from '../send-run.ts';
import { type AppFamily, byJsonRequired } from './family.ts';
import { requireChat, requireCompletion } from './modes.ts';
import { ChatBody, CompletionBody, parentOf, toRunRequest } from './run-bodies.ts';

const taskParams = z.object({ task_id: z.string() });

/** Conversations: a message is a run of the app. */
export const chatRoutes = (family: AppFamily) => [
  route({
    method: 'POST',
    url: `${family.prefix}/chat-messages`,
    summary: 'Send a message to a chat app',
    tag: 'Chat',
    guard: family.guard(byJsonRequired),
    body: ChatBody,
    replies: { 200: replies.ChatReply },
    async handle({ access, body, reply, instance }) {
      requireChat(access.app.mode);
      refuseBlockingAgent(access.app.mode, body.response_mode);
      const request = { ...access, ...toRunRequest(body), ...chatHabits(family, body), log: family.log };
      const run = await runPublished(access.scope, request);
      return sendRun(reply, access.scope, run, { mode: body.response_mode, family, instance });
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/chat-messages/:task_id/stop`,
    summary: 'Stop a running answer, by its task or its message',
    tag: 'Chat',
    guard: family.guard(byJsonRequired),
    params: taskParams,
    replies: { 200: replies.SuccessReply },
    async handle({ access, params }) {
      requireChat(access.app.mode);
      await stopRun(access.scope, { taskId: await findTask(access.scope, asMessage(access, params)) });
      return { result: 'success' };
    },
  }),
];

/** Texts on demand: like a chat without a conversation. */
export const completionRoutes = (family: AppFamily) => [
  route({
    method: 'POST',
    url: `${family.prefix}/completion-messages`,
    summary: 'Let a completion app write a text',
    tag: 'Completion',
    guard: family.guard(byJsonRequired),
    body: CompletionBody,
    replies: { 200: replies.ChatReply },
    async handle({ access, body, reply, instance }) {
      requireCompletion(access.app.mode, family);
      const run = await runPublished(access.scope, { ...access, ...toRunRequest(body), log: family.log });
      return sendRun(reply, access.scope, run, { mode: body.response_mode, family, instance });
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/completion-messages/:task_id/stop`,
    summary: 'Stop a running text, by its task or its message',
    tag: 'Completion',
    guard: family.guard(byJsonRequired),
    params: taskParams,
    replies: { 200: replies.SuccessReply },
    async handle({ access, params }) {
      requireCompletion(access.app.mode, family);
      await stopRun(access.scope, { taskId: await findTask(access.scope, asMessage(access, params)) });
      return { result: 'success' };
    },
  }),
];

/** What clients of people do themselves is done for programs. */
function chatHabits({ serves }: AppFamily, body: z.infer<typeof ChatBody>) {
  if (serves === 'people') return { naming: 'by-client', parentMessageId: parentOf(body) } as const;
  return { naming: body.auto_generate_name === false ? 'by-client' : 'by-model' } as const;
}

/** Dify 1.x core/app/apps/agent_chat/app_generator.py */
function refuseBlockingAgent(mode: AppMode, responseMode: string | null | undefined): void {
  if (mode !== 'agent-chat' || responseMode === 'streaming') return;
  throw new KnownError('invalid_param', { message: 'Agent Chat App does not support blocking mode' });
}

/** An unknown id, or somebody else's, is left alone. */
function asMessage<Access>(access: Access, { task_id: id }: z.infer<typeof taskParams>) {
  return { ...access, messageId: id as MessageId };
}
