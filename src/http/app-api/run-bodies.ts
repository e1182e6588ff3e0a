import { z } from 'zod';
import {
  type ConversationId,
  isJsonObject,
  isUuid,
  type JsonObject,
  type JsonValue,
  KnownError,
  type MessageId,
  type WorkflowId,
} from '../../kernel/index.ts';
import { flag, toId } from './queries.ts';

const inputs = z.custom<JsonObject>(isJsonObject, 'inputs must be an object').meta({ type: 'object' });
/** One complaint, however many of them are wrong: a body has room for millions. */
const files = z
  .custom<readonly JsonObject[]>(Array.isArray, 'files must be a list')
  .superRefine((given, context) => {
    const place = given.findIndex((file) => !isJsonObject(file));
    if (place >= 0) context.addIssue({ code: 'custom', path: [place], message: 'a file must be an object' });
  })
  .meta({ type: 'array', items: { type: 'object' } })
  .nullish();
const responseMode = z.enum(['blocking', 'streaming']).nullish();
/** Empty texts stand for nothing; what is no UUID cannot exist. */
const optionalId = z
  .string()
  .trim()
  .refine((id) => id === '' || isUuid(id), 'must be a UUID')
  .nullish()
  .transform((id) => (id ? toId(id) : undefined));
const user = z.union([z.string(), z.number()]).nullish().describe('The end user; kept apart from all others');

const run = { inputs, files, response_mode: responseMode, user };

/** `POST /workflows/run` */
export const WorkflowRunBody = z.looseObject(run);

/** `POST /chat-messages` */
export const ChatBody = z.looseObject({
  ...run,
  query: z.string({ error: 'query must be a text' }),
  conversation_id: optionalId,
  parent_message_id: optionalId,
  workflow_id: z.string().nullish().describe('A published version instead of the newest'),
  auto_generate_name: flag.nullish(),
});

/** `POST /completion-messages` */
export const CompletionBody = z.looseObject({ ...run, query: z.string().nullish() });

/** What of a body starts a run, in our words. Ids are looked up among the caller's own. */
export function toRunRequest(body: z.infer<typeof ChatBody> | z.infer<typeof CompletionBody>) {
  const {
    inputs,
    query,
    files,
    conversation_id: conversation,
    workflow_id: workflow,
  } = { conversation_id: undefined, workflow_id: undefined, ...body };
  return {
    inputs,
    query: query ?? '',
    files: (files ?? []) as readonly JsonValue[],
    ...(typeof conversation === 'string' && { conversationId: conversation as ConversationId }),
    ...(typeof workflow === 'string' && workflow !== '' && { workflowId: workflowIdOf(workflow) }),
  };
}

/** The message before, of clients that know threads. */
export function parentOf({ parent_message_id: parent }: z.infer<typeof ChatBody>): MessageId | null {
  return (parent ?? null) as MessageId | null; // looked up in the conversation
}

/** Dify refuses what is no id of a version before it looks for it. */
export function workflowIdOf(text: string): WorkflowId {
  if (!isUuid(text)) throw new KnownError('bad_request', { message: `Invalid workflow_id format: ${text}` });
  return toId(text) as WorkflowId; // looked up in the app
}
