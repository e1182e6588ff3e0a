import { setImmediate } from 'node:timers/promises';
import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { AppId, ConversationId, MessageId, WorkflowRunId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow } from '../../dialects/sqlite/statements.ts';
import { type KeysetPage, OwnedRows } from '../../owned-rows.ts';
import type { Message } from '../../rows.ts';
import { type ChatOwner, chatOwnerColumns } from './chat-owner.ts';
import type { MessagePatch, NewMessage } from './chat-records.ts';
import { notExists } from './conversations.ts';

const LINKS_AT_ONCE = 500;

export type MessageLink = Pick<Message, 'id' | 'parentMessageId'>;

export class MessageStore {
  readonly #ground: Ground;
  readonly #appId: AppId;
  readonly #rows: OwnedRows<typeof tables.messages, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#appId = appId;
    this.#rows = new OwnedRows(ground, tables.messages, { appId });
  }

  find(id: MessageId, owner?: ChatOwner): Promise<Message | undefined> {
    return this.#rows.find({ id, ...(owner && chatOwnerColumns(owner)) });
  }

  async get(id: MessageId, owner?: ChatOwner): Promise<Message> {
    return found(await this.find(id, owner), 'Message', id);
  }

  findByRun(workflowRunId: WorkflowRunId): Promise<Message | undefined> {
    return this.#rows.find({ workflowRunId });
  }

  /** The conversation must be one of the app. */
  create(message: NewMessage): Promise<Message> {
    const now = this.#ground.clock.now();
    return this.#ground.access.write((connection) => {
      const conversation = { id: message.conversationId, appId: this.#appId };
      if (!findRow(connection, tables.conversations, conversation)) throw notExists();
      insertRow(connection, tables.messages, { ...message, appId: this.#appId, createdAt: now, updatedAt: now });
      return found(findRow(connection, tables.messages, { id: message.id }), 'Message', message.id);
    });
  }

  async update(id: MessageId, patch: MessagePatch): Promise<Message> {
    await this.#rows.update({ id }, { updatedAt: this.#ground.clock.now(), ...patch });
    return this.get(id);
  }

  async delete(id: MessageId): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }

  /** Newest first. `before` is a message that the reader has already: the page holds older ones. */
  list(
    conversationId: ConversationId,
    page: { readonly before?: Message; readonly limit?: number } = {},
  ): Promise<KeysetPage<Message>> {
    const order = { orderBy: 'createdAt', direction: 'descending' } as const;
    return this.#rows.listAfter({ conversationId }, order, { after: page.before, limit: page.limit });
  }

  /** The newest messages of a conversation, newest first: what a chat remembers. At most `limit`, which may pass 100. */
  listNewest(conversationId: ConversationId, limit: number): Promise<Message[]> {
    return this.#rows.list({ conversationId }, { orderBy: 'createdAt', direction: 'descending', limit });
  }

  /** How the messages of a conversation hang together, newest first. Of a long one others have a turn in between. */
  async listLinks(conversationId: ConversationId): Promise<MessageLink[]> {
    const links: MessageLink[] = [];
    for (let before: Pick<Message, 'id' | 'createdAt'> | undefined; ; ) {
      const page = await this.#readLinks(conversationId, before);
      for (const { id, parentMessageId } of page) links.push({ id, parentMessageId });
      if (page.length < LINKS_AT_ONCE) return links;
      before = page.at(-1);
      await setImmediate();
    }
  }

  #readLinks(conversationId: ConversationId, before: Pick<Message, 'id' | 'createdAt'> | undefined) {
    const { messages: rows } = tables;
    const isOlder = before && sql`(${rows.createdAt}, ${rows.id}) < (${before.createdAt}, ${before.id})`;
    const owned = and(eq(rows.conversationId, conversationId), eq(rows.appId, this.#appId), isOlder);
    return this.#ground.access.read((connection) =>
      connection.db
        .select({ id: rows.id, parentMessageId: rows.parentMessageId, createdAt: rows.createdAt })
        .from(rows)
        .where(owned)
        .orderBy(desc(rows.createdAt), desc(rows.id))
        .limit(LINKS_AT_ONCE)
        .all(),
    );
  }

  /** How many messages of a conversation have this parent, and how many another or none. */
  async countByParent(conversationId: ConversationId, parent: MessageId): Promise<{ same: number; other: number }> {
    const { messages: rows } = tables;
    const same = sql<number>`coalesce(sum(${rows.parentMessageId} is ${parent}), 0)`;
    const owned = and(eq(rows.conversationId, conversationId), eq(rows.appId, this.#appId));
    const counted = await this.#ground.access.read((connection) =>
      connection.db.select({ same, all: count() }).from(rows).where(owned).get(),
    );
    return { same: counted?.same ?? 0, other: (counted?.all ?? 0) - (counted?.same ?? 0) };
  }

  /** With which the conversation began. */
  async findOldest(conversationId: ConversationId): Promise<Message | undefined> {
    const order = { orderBy: 'createdAt', direction: 'ascending', limit: 1 } as const;
    return (await this.#rows.list({ conversationId }, order))[0];
  }

  count(conversationId: ConversationId): Promise<number> {
    return this.#rows.count({ conversationId });
  }
}
