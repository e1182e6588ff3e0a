import { z } from 'zod';
import type { MessageId } from '../../kernel/index.ts';
import { forgetMessage, listSavedMessages, repeatCompletion, saveMessage } from '../../operations/index.ts';
import { keysetPageToWire, replies, savedMessageToWire } from '../../protocol/index.ts';
import { webFamily } from '../app-api/family.ts';
import { messageOf } from '../app-api/messages.ts';
import { requireCompletion } from '../app-api/modes.ts';
import { limit, optionalUuid, pathUuid, uuid } from '../app-api/queries.ts';
import { passport } from '../auth/passport.ts';
import { route } from '../route.ts';
import { sendRun } from '../send-run.ts';

const tag = 'Completion';

/** What people do with the texts that an app has written. */
export const completionVisitorRoutes = [
  route({
    method: 'GET',
    url: '/api/messages/:message_id/more-like-this',
    summary: 'Another text like this one',
    tag,
    guard: passport,
    params: pathUuid('message_id'),
    query: z.looseObject({ response_mode: z.enum(['blocking', 'streaming']) }),
    async handle({ access, params, query, reply, instance }) {
      requireCompletion(access.app.mode, webFamily);
      const run = await repeatCompletion(access.scope, { ...access, messageId: messageOf(params) });
      return sendRun(reply, access.scope, run, { mode: query.response_mode, family: webFamily, instance });
    },
  }),
  route({
    method: 'GET',
    url: '/api/saved-messages',
    summary: 'The texts that the visitor keeps, newest first',
    tag,
    guard: passport,
    query: z.looseObject({ last_id: optionalUuid, limit }),
    replies: { 200: replies.SavedMessagesReply },
    async handle({ access, query, instance }) {
      const page = await listSavedMessages(access.scope, {
        ...access,
        limit: query.limit,
        ...(query.last_id !== undefined && { lastId: query.last_id as MessageId }),
      });
      return keysetPageToWire(page, (message) => savedMessageToWire(message, instance.signedFileUrl));
    },
  }),
  route({
    method: 'POST',
    url: '/api/saved-messages',
    summary: 'Keep a text',
    tag,
    guard: passport,
    body: z.looseObject({ message_id: uuid }),
    replies: { 200: replies.SuccessReply },
    async handle({ access, body }) {
      await saveMessage(access.scope, { ...access, messageId: body.message_id as MessageId });
      return { result: 'success' };
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/saved-messages/:message_id',
    summary: 'Keep a text no longer',
    tag,
    guard: passport,
    params: pathUuid('message_id'),
    replies: { 204: replies.EmptyReply },
    async handle({ access, params }) {
      await forgetMessage(access.scope, { ...access, messageId: messageOf(params) });
    },
  }),
];
