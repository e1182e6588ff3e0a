import { z } from 'zod';
import { nameByQuestion, nameConversation } from '../../chat/index.ts';
import { defineJob } from '../../jobs/index.ts';
import { type AppId, type ConversationId, KnownError } from '../../kernel/index.ts';
import type { Conversation } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { findOwn, type OfConversation, withReadableInputs } from './conversations.ts';

/** How a conversation is called until somebody names it (Dify 1.x core/app/apps/message_based_app_generator.py). */
export const NEW_CONVERSATION = 'New conversation';

type Needs = Pick<Scope, 'stores' | 'models' | 'log'>;

const Payload = z.object({
  appId: z.string().transform((id) => id as AppId), // what enqueueing was given
  conversationId: z.string().transform((id) => id as ConversationId),
});

/** Gives a new conversation a name; its question where no model can be asked. A name that it has by then stays. */
export const nameNewConversation = defineJob<Needs, z.infer<typeof Payload>>({
  name: 'name-conversation',
  payload: Payload,
  maxAttempts: 2,
  concurrency: 4,
  timeoutMs: 60_000,
  async run(scope, { appId, conversationId }, { signal }) {
    const app = await scope.stores.apps.find(appId);
    if (!app) return;
    const { conversations, messages } = scope.stores.ofApp(app);
    if ((await conversations.find(conversationId))?.name !== NEW_CONVERSATION) return; // gone, or named meanwhile
    const question = (await messages.findOldest(conversationId))?.query ?? '';
    const name = (await askForName(scope, question, signal)) ?? nameByQuestion(question);
    await conversations.rename(conversationId, { from: NEW_CONVERSATION, to: name });
  },
});

/** Has a model name a conversation, now. Where none can, the name stays what it was, as in Dify. */
export async function generateName(
  scope: Needs & Pick<Scope, 'chatOwner' | 'files'>,
  request: OfConversation & { readonly signal: AbortSignal },
): Promise<Conversation> {
  const conversation = await findOwn(scope, request);
  const { conversations, messages } = scope.stores.ofApp(request.app);
  const first = await messages.findOldest(conversation.id);
  if (!first) throw new KnownError('invalid_param', { message: 'The conversation has no message to be named by.' });
  const name = await askForName(scope, first.query, request.signal);
  if (name !== undefined) await conversations.rename(conversation.id, { from: conversation.name, to: name });
  return withReadableInputs(scope, await conversations.get(conversation.id));
}

/** The title that the workspace's default model finds; undefined where it has none, or the model fails. */
async function askForName(
  { models, log }: Pick<Needs, 'models' | 'log'>,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const reference = await models.defaultModel('llm');
    if (!reference) return undefined;
    return await nameConversation(await models.languageModel(reference), question, signal);
  } catch (error) {
    if (!isOutOfTime(signal)) signal.throwIfAborted();
    log.warn('a conversation could not be named', { error });
    return undefined;
  }
}

/** A model that takes too long is one that fails; whoever has left or closes wants no name at all. */
function isOutOfTime({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
