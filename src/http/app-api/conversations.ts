import { z } from 'zod';
import { type ConversationId, type JsonValue, KnownError } from '../../kernel/index.ts';
import {
  deleteConversation,
  generateName,
  listConversations,
  listConversationVariables,
  pinConversation,
  renameConversation,
  setConversationVariable,
} from '../../operations/index.ts';
import { conversationToWire, conversationVariableToWire, keysetPageToWire, replies } from '../../protocol/index.ts';
import { signalOfClient } from '../gone.ts';
import { route } from '../route.ts';
import { type AppFamily, byJson, byQuery } from './family.ts';
import { requireChat } from './modes.ts';
import { flag, limit, optionalUuid, pathUuid, sortBy, uuidInPath } from './queries.ts';

const tag = 'Conversations';

/** A part of the names that are wanted (Dify 1.x controllers/service_api/app/conversation.py). */
const variableName = z
  .string()
  .max(255)
  .regex(
    /^[_.-]*[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u,
    'can only contain letters, numbers, hyphens (-), underscores (_), and periods (.)',
  )
  .optional();

/** Ids from a path are looked up among the caller's own. */
const conversationOf = (params: Record<'conversation_id', string>) => params.conversation_id as ConversationId;

export const conversationRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/conversations`,
    summary: 'The conversations of an end user',
    tag,
    guard: family.guard(byQuery),
    query: z.looseObject({ last_id: optionalUuid, limit, sort_by: sortBy, pinned: flag.optional() }),
    replies: { 200: replies.ConversationsReply },
    async handle({ access, query }) {
      requireChat(access.app.mode);
      const page = await listConversations(access.scope, {
        ...access,
        ...query.sort_by,
        limit: query.limit,
        ...(query.last_id !== undefined && { lastId: query.last_id as ConversationId }),
        ...(family.prefix === '/api' && query.pinned !== undefined && { isPinned: query.pinned }),
      });
      return keysetPageToWire(page, conversationToWire);
    },
  }),
  route({
    method: 'DELETE',
    url: `${family.prefix}/conversations/:conversation_id`,
    summary: 'Delete a conversation',
    replies: { 204: replies.EmptyReply },
    tag,
    guard: family.guard(byJson),
    params: pathUuid('conversation_id'),
    async handle({ access, params }) {
      requireChat(access.app.mode);
      await deleteConversation(access.scope, { ...access, conversationId: conversationOf(params) });
    },
  }),
  route({
    method: 'POST',
    url: `${family.prefix}/conversations/:conversation_id/name`,
    summary: 'Rename a conversation, or have a model name it',
    tag,
    guard: family.guard(byJson),
    params: pathUuid('conversation_id'),
    body: z.looseObject({ name: z.string().nullish(), auto_generate: flag.nullish() }),
    replies: { 200: replies.ConversationReply },
    async handle({ access, params, body, request, reply }) {
      requireChat(access.app.mode);
      const conversation = { ...access, conversationId: conversationOf(params) };
      if (body.auto_generate) {
        const signal = signalOfClient(request, reply);
        return conversationToWire(await generateName(access.scope, { ...conversation, signal }));
      }
      if (!body.name?.trim())
        throw new KnownError('invalid_param', { message: 'name is required when auto_generate is false' });
      return conversationToWire(await renameConversation(access.scope, { ...conversation, name: body.name }));
    },
  }),
];

/** What only programs ask for. */
export const conversationVariableRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/conversations/:conversation_id/variables`,
    summary: 'The variables of a conversation',
    tag,
    guard: family.guard(byQuery),
    params: pathUuid('conversation_id'),
    query: z.looseObject({ last_id: optionalUuid, limit, variable_name: variableName }),
    replies: { 200: replies.VariablesReply },
    async handle({ access, params, query }) {
      requireChat(access.app.mode);
      const page = await listConversationVariables(access.scope, {
        ...access,
        conversationId: conversationOf(params),
        limit: query.limit,
        ...(query.last_id !== undefined && { lastId: query.last_id }),
        ...(query.variable_name !== undefined && { name: query.variable_name }),
      });
      return keysetPageToWire(page, conversationVariableToWire);
    },
  }),
  route({
    method: 'PUT',
    url: `${family.prefix}/conversations/:conversation_id/variables/:variable_id`,
    summary: 'Set a variable of a conversation',
    tag,
    guard: family.guard(byJson),
    params: z.object({ conversation_id: uuidInPath, variable_id: z.string() }),
    body: z.looseObject({ value: z.custom<JsonValue>((value) => value !== undefined, 'value is required') }),
    replies: { 200: replies.VariableReply },
    async handle({ access, params, body }) {
      requireChat(access.app.mode);
      const variable = await setConversationVariable(access.scope, {
        ...access,
        conversationId: conversationOf(params),
        variableId: params.variable_id,
        value: body.value,
      });
      return conversationVariableToWire(variable);
    },
  }),
];

/** What only people do. */
export const pinRoutes = (family: AppFamily) =>
  (['pin', 'unpin'] as const).map((action) =>
    route({
      method: 'PATCH',
      url: `${family.prefix}/conversations/:conversation_id/${action}`,
      summary: action === 'pin' ? 'Put a conversation at the top' : 'Put a conversation back among the others',
      tag,
      guard: family.guard(),
      params: pathUuid('conversation_id'),
      replies: { 200: replies.SuccessReply },
      async handle({ access, params }) {
        requireChat(access.app.mode);
        const isPinned = action === 'pin';
        await pinConversation(access.scope, { ...access, conversationId: conversationOf(params), isPinned });
        return { result: 'success' };
      },
    }),
  );
