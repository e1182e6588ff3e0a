import type { PromptMessage } from '../models/index.ts';
import type { ConversationMemory } from '../nodes/index.ts';
import type { RunBinding } from '../operations/index.ts';
import type { TenantStores } from '../storage/index.ts';

/** Dify core/memory/token_buffer_memory.py: no more than this is ever looked at. */
const MOST_MESSAGES = 500;

/** What was said in the conversation before, oldest first. Without stores, or outside a conversation, nothing. */
export function chatMemory(stores: TenantStores | undefined, binding: RunBinding): ConversationMemory {
  const { conversationId, messageId } = binding;
  return {
    async history({ rounds }): Promise<readonly PromptMessage[]> {
      if (!stores || !conversationId) return [];
      const app = await stores.apps.get(binding.appId);
      const newest = await stores.ofApp(app).messages.listNewest(conversationId, Math.min(rounds, MOST_MESSAGES) + 1);
      const earlier = newest.filter(({ id, answer }) => id !== messageId && answer !== '').slice(0, rounds);
      return earlier.reverse().flatMap(({ query, answer }): PromptMessage[] => [
        { role: 'user', content: query },
        { role: 'assistant', content: answer },
      ]);
    },
  };
}
