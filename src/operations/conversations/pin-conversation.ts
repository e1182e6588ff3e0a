import type { ConversationId } from '../../kernel/index.ts';
import type { App } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

export interface PinRequest {
  readonly app: App;
  readonly user: string;
  readonly conversationId: ConversationId;
  readonly isPinned: boolean;
}

/**
 * Puts a conversation at the top of its owner's list, or back among the others: what is none of theirs stands nowhere
 * else (Dify 1.x services/web_conversation_service.py).
 */
export async function pinConversation(scope: Pick<Scope, 'stores' | 'chatOwner'>, request: PinRequest): Promise<void> {
  const { app, user, conversationId, isPinned } = request;
  const { conversations } = scope.stores.ofApp(app);
  const owner = await scope.chatOwner(app.id, user);
  if (isPinned) return conversations.pin(conversationId, owner);
  await conversations.unpin(conversationId, owner);
}
