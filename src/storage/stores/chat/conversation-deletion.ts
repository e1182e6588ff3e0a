import { and, eq, inArray } from 'drizzle-orm';
import type { AppId, ConversationId } from '../../../kernel/index.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';

/** Messages per commit: each takes feedback, files, thoughts and bookmarks along. */
const MESSAGES_AT_ONCE = 250;

/**
 * A piece of the deletion of some conversations of an app, since one may have any number of messages: to be repeated
 * until it answers how many conversations there were.
 */
export function deleteConversations(
  connection: Connection,
  appId: AppId,
  ids: readonly ConversationId[],
): number | undefined {
  const { messages, conversations } = tables;
  const isOfThese = and(inArray(messages.conversationId, [...ids]), eq(messages.appId, appId));
  const some = connection.db.select({ id: messages.id }).from(messages).where(isOfThese).limit(MESSAGES_AT_ONCE);
  const { changes } = connection.db.delete(messages).where(inArray(messages.id, some)).run();
  if (changes === MESSAGES_AT_ONCE) return undefined;
  const isOne = and(inArray(conversations.id, [...ids]), eq(conversations.appId, appId));
  return connection.db.delete(conversations).where(isOne).run().changes;
}
