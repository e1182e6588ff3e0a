import { z } from 'zod';
import { type ConversationId, type JsonValue, KnownError, type MessageId } from '../../kernel/index.ts';
import {
  deleteConversation,
  listConversations,
  listConversationVariables,
  listMessages,
  renameConversation,
  setConversationVariable,
} from '../../operations/index.ts';
import {
  conversationToWire,
  conversationVariableToWire,
  keysetPageToWire,
  messageToWire,
} from '../../protocol/index.ts';
import { appToken } from '../auth/api-token.ts';
import { route } from '../route.ts';
import { requireChat } from './modes.ts';
import { limit, pathId, sortBy, uuid } from './queries.ts';

const byQuery = appToken({ from: 'query', isRequired: false });
const byJson = appToken({ from: 'json', isRequired: false });

/** Ids from a path are looked up among the caller's own. */
const conversationOf = (params: Record<'conversation_id', string>) => params.conversation_id as ConversationId;

export const conversationRoutes = [
  route({
    method: 'GET',
    url: '/v1/messages',
    summary: 'A page of a conversation, newest page first',
    guard: byQuery,
    query: z.looseObject({ conversation_id: uuid, first_id: uuid.optional(), limit }),
    async handle({ access, query }) {
      requireChat(access.app.mode);
      const page = await listMessages(access.scope, {
        ...access,
        conversationId: query.conversation_id as ConversationId,
        limit: query.limit,
        ...(query.first_id !== undefined && { firstId: query.first_id as MessageId }),
      });
      return keysetPageToWire(page, messageToWire);
    },
  }),
  route({
    method: 'GET',
    url: '/v1/conversations',
    summary: 'The conversations of an end user',
    guard: byQuery,
    query: z.looseObject({ last_id: uuid.optional(), limit, sort_by: sortBy }),
    async handle({ access, query }) {
      requireChat(access.app.mode);
      const page = await listConversations(access.scope, {
        ...access,
        ...query.sort_by,
        limit: query.limit,
        ...(query.last_id !== undefined && { lastId: query.last_id as ConversationId }),
      });
      return keysetPageToWire(page, conversationToWire);
    },
  }),
  route({
    method: 'DELETE',
    url: '/v1/conversations/:conversation_id',
    summary: 'Delete a conversation',
    guard: byJson,
    params: pathId('conversation_id'),
    async handle({ access, params }) {
      requireChat(access.app.mode);
      await deleteConversation(access.scope, { ...access, conversationId: conversationOf(params) });
    },
  }),
  route({
    method: 'POST',
    url: '/v1/conversations/:conversation_id/name',
    summary: 'Rename a conversation',
    guard: byJson,
    params: pathId('conversation_id'),
    body: z.looseObject({ name: z.string().nullish(), auto_generate: z.boolean().nullish() }),
    async handle({ access, params, body }) {
      requireChat(access.app.mode);
      if (body.auto_generate)
        throw new KnownError('not_built', { message: 'Generated conversation names are not built yet.' });
      if (!body.name?.trim())
        throw new KnownError('invalid_param', { message: 'name is required when auto_generate is false' });
      const conversation = await renameConversation(access.scope, {
        ...access,
        conversationId: conversationOf(params),
        name: body.name,
      });
      return conversationToWire(conversation);
    },
  }),
  route({
    method: 'GET',
    url: '/v1/conversations/:conversation_id/variables',
    summary: 'The variables of a conversation',
    guard: byQuery,
    params: pathId('conversation_id'),
    query: z.looseObject({ last_id: z.string().optional(), limit, variable_name: z.string().optional() }),
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
    url: '/v1/conversations/:conversation_id/variables/:variable_id',
    summary: 'Set a variable of a conversation',
    guard: byJson,
    params: z.object({ conversation_id: z.string(), variable_id: z.string() }),
    body: z.looseObject({ value: z.custom<JsonValue>((value) => value !== undefined, 'value is required') }),
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
