import { z } from 'zod';
import type { EndUserId } from '../../kernel/index.ts';
import { getEndUser, listAvailableModels } from '../../operations/index.ts';
import { programVersion } from '../../platform/assets/index.ts';
import { endUserToWire, providerToWire, replies } from '../../protocol/index.ts';
import { pathUuid } from '../app-api/queries.ts';
import { appToken, datasetToken } from '../auth/api-token.ts';
import { anyone, route } from '../route.ts';

const kinds = ['llm', 'text-embedding', 'rerank', 'speech2text', 'moderation', 'tts'] as const;

export const programRoutes = [
  route({
    method: 'GET',
    url: '/v1/',
    summary: 'A greeting with the version',
    tag: 'Application',
    guard: anyone,
    replies: { 200: replies.IndexReply },
    handle: async () => ({
      welcome: 'Dify OpenAPI',
      api_version: 'v1',
      server_version: programVersion().version,
    }),
  }),
  route({
    method: 'GET',
    url: '/v1/end-users/:end_user_id',
    summary: 'An end user of the app',
    tag: 'End users',
    guard: appToken(),
    params: pathUuid('end_user_id'),
    replies: { 200: replies.EndUserReply },
    async handle({ access, params }) {
      const id = params.end_user_id as EndUserId; // looked up in the app
      return endUserToWire(await getEndUser(access.scope, { app: access.app, id }));
    },
  }),
  route({
    method: 'GET',
    url: '/v1/workspaces/current/models/model-types/:model_type',
    summary: 'The models of one kind that the workspace can use',
    tag: 'Models',
    guard: datasetToken,
    params: z.object({ model_type: z.enum(kinds) }),
    replies: { 200: replies.ModelsReply },
    async handle({ access: { scope }, params }) {
      const providers = await listAvailableModels(scope, { kind: params.model_type });
      return { data: providers.map((provider) => providerToWire(provider, scope.caller.tenantId)) };
    },
  }),
];
