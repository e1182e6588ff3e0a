import { threadBefore, WHOLE_CONVERSATION } from '../../../chat/index.ts';
import {
  type ConversationId,
  isWorkflowMode,
  type JsonObject,
  KnownError,
  type MessageId,
} from '../../../kernel/index.ts';
import type { AppStores, ConversationVariable } from '../../../storage/index.ts';
import type { Scope } from '../../scope.ts';
import type { RunAppRequest } from '../run-request.ts';

export interface OpenedConversation {
  readonly id: ConversationId;
  /** The run's first records create it. */
  readonly isNew: boolean;
  /** Messages of the thread that this one goes on with, + 1. */
  readonly dialogueCount: number;
  /** Values that earlier runs left in it, by name. */
  readonly variables: JsonObject;
  /** What the message goes on with. */
  readonly parentMessageId: MessageId | null;
}

/**
 * The conversation of a chat, an earlier one or a new one; undefined for workflows. A completion has one of its own,
 * which nobody is shown: its message needs a place.
 */
export async function openConversation(
  scope: Pick<Scope, 'stores' | 'keepsRecords' | 'ids' | 'chatOwner'>,
  request: RunAppRequest,
): Promise<OpenedConversation | undefined> {
  const { mode } = request.app.definition;
  if (isWorkflowMode(mode)) return undefined;
  if (request.conversationId !== undefined && mode !== 'completion')
    return findConversation(scope, request, request.conversationId);
  const { parentMessageId } = request;
  return {
    id: scope.ids.next() as ConversationId, // a fresh id of this instance
    ...{ isNew: true, dialogueCount: 1, variables: {} },
    // nothing comes before it; but so programs go on with what they began
    parentMessageId: parentMessageId === undefined && mode !== 'completion' ? WHOLE_CONVERSATION : null,
  };
}

async function findConversation(
  scope: Pick<Scope, 'stores' | 'keepsRecords' | 'chatOwner'>,
  request: RunAppRequest,
  id: ConversationId,
): Promise<OpenedConversation> {
  if (!scope.keepsRecords) throw unknown(id, 'Conversations are kept in a data directory: --data-dir DIR.');
  const app = await scope.stores.apps.find(request.app.appId);
  if (!app) throw unknown(id, 'The app has no conversations here yet.');
  const { conversations, messages } = scope.stores.ofApp(app);
  const conversation = await conversations.get(id, await scope.chatOwner(request.app.appId, request.user));
  if (conversation.status === 'finished') throw new KnownError('conversation_completed');
  const [variables, thread] = await Promise.all([
    conversations.findVariables(id),
    measureThread(messages, id, request),
  ]);
  return { ...{ id, isNew: false }, ...thread, variables: byName(variables) };
}

type Thread = Pick<OpenedConversation, 'parentMessageId' | 'dialogueCount'>;

/** What the message goes on with, and how much that is. A message that is none of the conversation's leads nowhere. */
async function measureThread(
  messages: AppStores['messages'],
  id: ConversationId,
  { parentMessageId: wanted = WHOLE_CONVERSATION }: RunAppRequest,
): Promise<Thread> {
  if (wanted === WHOLE_CONVERSATION) {
    const { same, other } = await messages.countByParent(id, WHOLE_CONVERSATION);
    if (other === 0) return { parentMessageId: wanted, dialogueCount: same + 1 }; // only programs were here
  }
  const links = await messages.listLinks(id);
  const isKnown = wanted === WHOLE_CONVERSATION || links.some((link) => link.id === wanted);
  const parentMessageId = isKnown ? wanted : null;
  return { parentMessageId, dialogueCount: threadBefore(parentMessageId, links).length + 1 };
}

function byName(variables: readonly ConversationVariable[]): JsonObject {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

function unknown(id: string, hint: string): KnownError {
  return new KnownError('not_found', { message: `Conversation Not Exists. (${id})`, hint });
}
