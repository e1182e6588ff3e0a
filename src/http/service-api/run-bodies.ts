import { z } from 'zod';
import { type ConversationId, isJsonObject, isUuid, type JsonObject, type JsonValue } from '../../kernel/index.ts';

const inputs = z.custom<JsonObject>(isJsonObject, 'inputs must be an object');
const files = z.array(z.custom<JsonValue>()).nullish();
const responseMode = z.enum(['blocking', 'streaming']).nullish();

/** `POST /v1/workflows/run` */
export const WorkflowRunBody = z.looseObject({ inputs, files, response_mode: responseMode, user: z.coerce.string() });

/** `POST /v1/chat-messages` */
export const ChatBody = z.looseObject({
  inputs,
  query: z.string({ error: 'query must be a text' }),
  files,
  response_mode: responseMode,
  conversation_id: z
    .string()
    .refine((id) => id === '' || isUuid(id), 'must be a UUID')
    .nullish()
    .transform((id) => (id ? (id as ConversationId) : undefined)), // looked up among the caller's own
  auto_generate_name: z.boolean().nullish(),
});
