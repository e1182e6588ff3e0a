import { z } from 'zod';
import { type ConversationId, KnownError, type MessageId } from '../../kernel/index.ts';
import {
  type FullMessage,
  getMessage,
  giveFeedback,
  listFeedbacks,
  listMessages,
  suggestQuestions,
} from '../../operations/index.ts';
import { feedbackToWire, keysetPageToWire, messageToWire, replies, webMessageToWire } from '../../protocol/index.ts';
import { signalOfClient } from '../gone.ts';
import { type RouteContext, route } from '../route.ts';
import { type AppFamily, byJsonRequired, byQuery, byQueryRequired } from './family.ts';
import { requireChat } from './modes.ts';
import { limit, limitUpTo, optionalUuid, page, pathUuid, uuidOrEmpty } from './queries.ts';

const tag = 'Messages';

/** Ids from a path are looked up among the caller's own. */
export const messageOf = (params: Record<'message_id', string>) => params.message_id as MessageId;

type Signed = Pick<RouteContext<unknown, unknown, unknown, unknown>['instance'], 'signedFileUrl'>;

/** Links to files of a message are made when it is read: they do not live long. */
const toWire =
  ({ signedFileUrl }: Signed, { serves }: Pick<AppFamily, 'serves'>) =>
  (message: FullMessage) =>
    serves === 'people' ? webMessageToWire(message, signedFileUrl) : messageToWire(message, signedFileUrl);

export const messageRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/messages`,
    summary: 'A page of a conversation, newest page first',
    tag,
    guard: family.guard(byQuery),
    query: z.looseObject({ conversation_id: uuidOrEmpty, first_id: optionalUuid, limit }),
    replies: { 200: replies.MessagesReply },
    async handle({ access, query, instance }) {
      requireChat(access.app.mode);
      // of the conversation that a client has yet to begin (Dify 1.x services/message_service.py)
      if (query.conversation_id === '') return { limit: query.limit, has_more: false, data: [] };
      const page = await listMessages(access.scope, {
        ...access,
        conversationId: query.conversation_id as ConversationId,
        limit: query.limit,
        ...(query.first_id !== undefined && { firstId: query.first_id as MessageId }),
      });
      return keysetPageToWire(page, toWire(instance, family));
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/messages/:message_id/feedbacks`,
    summary: 'Say what one thinks of an answer',
    tag,
    guard: family.guard(byJsonRequired),
    params: pathUuid('message_id'),
    body: z.looseObject({ rating: z.enum(['like', 'dislike']).nullish(), content: z.string().nullish() }),
    replies: { 200: replies.SuccessReply },
    async handle({ access, params, body }) {
      const { rating = null, content } = body;
      const said = typeof content === 'string' ? { content } : {};
      await giveFeedback(access.scope, { ...access, ...said, messageId: messageOf(params), rating: rating ?? null });
      return { result: 'success' };
    },
  }),
];

/** Follow-up questions. A program is told 400 where a person is told 403. */
export const suggestionRoute = (family: AppFamily, name: 'suggested' | 'suggested-questions') =>
  route({
    method: 'GET',
    url: `${family.prefix}/messages/:message_id/${name}`,
    summary: 'Questions one may want to ask next',
    tag,
    guard: family.guard(byQueryRequired),
    params: pathUuid('message_id'),
    replies: { 200: replies.SuggestionsReply },
    async handle({ access, params, request, reply }) {
      requireChat(access.app.mode);
      const signal = signalOfClient(request, reply);
      const data = await suggestQuestions(access.scope, { ...access, messageId: messageOf(params), signal }).catch(
        (error: unknown) => {
          throw name === 'suggested' ? asBadRequest(error) : error;
        },
      );
      return { ...(name === 'suggested' && { result: 'success' }), data };
    },
  });

function asBadRequest(error: unknown): unknown {
  const isOff = error instanceof KnownError && error.code === 'app_suggested_questions_after_answer_disabled';
  return isOff ? new KnownError('bad_request', { message: 'Suggested Questions Is Disabled.', cause: error }) : error;
}

/** What only programs ask for. */
export const messageProgramRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/messages/:message_id`,
    summary: 'One message',
    tag,
    guard: family.guard(byQuery),
    params: pathUuid('message_id'),
    replies: { 200: replies.MessageReply },
    async handle({ access, params, instance }) {
      return toWire(instance, family)(await getMessage(access.scope, { ...access, messageId: messageOf(params) }));
    },
  }),
  route({
    method: 'GET',
    url: `${family.prefix}/app/feedbacks`,
    summary: 'What people think of the answers of the app',
    tag,
    guard: family.guard(),
    query: z.looseObject({ page, limit: limitUpTo(101) }),
    replies: { 200: replies.FeedbacksReply },
    async handle({ access, query }) {
      const feedbacks = await listFeedbacks(access.scope, { app: access.app, page: query.page, limit: query.limit });
      return { data: feedbacks.map(feedbackToWire) };
    },
  }),
];
