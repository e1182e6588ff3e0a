import { threadBefore, WHOLE_CONVERSATION } from '../chat/index.ts';
import type { PromptMessage } from '../models/index.ts';
import type { ConversationMemory } from '../nodes/index.ts';
import type { RunBinding } from '../operations/index.ts';
import type { TenantStores } from '../storage/index.ts';

/** Dify core/memory/token_buffer_memory.py: no more than this is ever looked at. */
const MOST_MESSAGES = 500;

/** What was said before in the thread of a message, oldest first. Without stores, or outside a conversation, nothing. */
export function chatMemory(stores: TenantStores | undefined, binding: RunBinding): ConversationMemory {
  const { conversationId, messageId, parentMessageId = WHOLE_CONVERSATION } = binding;
  return {
    async history({ rounds }): Promise<readonly PromptMessage[]> {
      if (!stores || !conversationId || parentMessageId === null) return [];
      const app = await stores.apps.get(binding.appId);
      // of a whole conversation its newest messages are enough; those of a thread may be anywhere
      const most = parentMessageId === WHOLE_CONVERSATION ? Math.min(rounds, MOST_MESSAGES) : MOST_MESSAGES;
      const newest = await stores.ofApp(app).messages.listNewest(conversationId, most + 1);
      const thread = threadBefore(
        parentMessageId,
        newest.filter(({ id }) => id !== messageId),
      );
      const answered = thread.filter(({ answer }) => answer !== '').slice(0, rounds);
      return answered.reverse().flatMap(({ query, answer }): PromptMessage[] => [
        { role: 'user', content: query },
        { role: 'assistant', content: answer },
      ]);
    },
  };
}
