import { and, eq, inArray, sql } from 'drizzle-orm';
import type { AppId, MessageId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { deleteRows, findRow, insertRow, insertRowIfAbsent, updateRows } from '../../dialects/sqlite/statements.ts';
import { type KeysetPage, type NumberedPage, OwnedRows } from '../../owned-rows.ts';
import type { Message, MessageAgentThought, MessageFeedback, MessageFile, NewRow } from '../../rows.ts';
import { type ChatOwner, chatOwnerColumns, makerColumns } from './chat-owner.ts';

type OfApp = 'appId' | 'createdAt';
export type NewMessageFile = Omit<NewRow<'messageFiles'>, 'id' | OfApp>;

export interface Opinion {
  /** Null takes the opinion back. */
  readonly rating: 'like' | 'dislike' | null;
  readonly content?: string;
  readonly fromSource: 'user' | 'admin';
  readonly owner: ChatOwner;
}

const oldestFirst = { orderBy: 'createdAt', direction: 'ascending' } as const;
const newestFirst = { orderBy: 'createdAt', direction: 'descending' } as const;

/** What hangs on the messages of an app: opinions, files, the thoughts of agents, bookmarks. */
export class MessagePartStore {
  readonly #ground: Ground;
  readonly #appId: AppId;
  readonly #feedbacks: OwnedRows<typeof tables.messageFeedbacks, { appId: AppId }>;
  readonly #files: OwnedRows<typeof tables.messageFiles, { appId: AppId }>;
  readonly #thoughts: OwnedRows<typeof tables.messageAgentThoughts, { appId: AppId }>;
  readonly #saved: OwnedRows<typeof tables.savedMessages, { appId: AppId }>;
  readonly #messages: OwnedRows<typeof tables.messages, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#appId = appId;
    this.#feedbacks = new OwnedRows(ground, tables.messageFeedbacks, { appId });
    this.#files = new OwnedRows(ground, tables.messageFiles, { appId });
    this.#thoughts = new OwnedRows(ground, tables.messageAgentThoughts, { appId });
    this.#saved = new OwnedRows(ground, tables.savedMessages, { appId });
    this.#messages = new OwnedRows(ground, tables.messages, { appId });
  }

  /** One opinion per message and source; a new one replaces it. */
  async saveFeedback(messageId: MessageId, opinion: Opinion): Promise<void> {
    const { rating, content, fromSource, owner } = opinion;
    await this.#ground.access.write((connection) => {
      const { conversationId } = this.#message(connection, messageId);
      const where = { messageId, appId: this.#appId, fromSource, ...chatOwnerColumns(owner) };
      if (rating === null) return deleteRows(connection, tables.messageFeedbacks, where);
      const now = this.#ground.clock.now();
      const patch = { rating, content: content ?? null, updatedAt: now };
      const changed = updateRows(connection, tables.messageFeedbacks, where, patch);
      const row = { id: this.#ground.ids.next(), ...where, conversationId, ...patch, createdAt: now };
      if (changed === 0) insertRow(connection, tables.messageFeedbacks, row);
      return 1;
    });
  }

  /** The opinions on some messages, message by message: an order that their index has. */
  findFeedbacks(messageIds: readonly MessageId[]): Promise<MessageFeedback[]> {
    const filter = inArray(tables.messageFeedbacks.messageId, [...messageIds]);
    return this.#feedbacks.list({}, { orderBy: 'messageId', direction: 'ascending', filter });
  }

  /** All of the app, newest first. */
  listFeedbacks(
    page: { readonly page?: number; readonly limit?: number } = {},
  ): Promise<NumberedPage<MessageFeedback>> {
    return this.#feedbacks.listNumbered({}, newestFirst, page);
  }

  addFile(file: NewMessageFile): Promise<MessageFile> {
    const id = this.#ground.ids.next();
    return this.#ground.access.write((connection) => {
      this.#message(connection, file.messageId);
      const row = { ...file, id, appId: this.#appId, createdAt: this.#ground.clock.now() };
      insertRow(connection, tables.messageFiles, row);
      return found(findRow(connection, tables.messageFiles, { id }), 'File of a message', id);
    });
  }

  findFiles(messageIds: readonly MessageId[]): Promise<MessageFile[]> {
    return this.#files.list({}, { ...oldestFirst, filter: inArray(tables.messageFiles.messageId, [...messageIds]) });
  }

  findThoughts(messageIds: readonly MessageId[]): Promise<MessageAgentThought[]> {
    const filter = inArray(tables.messageAgentThoughts.messageId, [...messageIds]);
    return this.#thoughts.list({}, { orderBy: 'position', direction: 'ascending', filter });
  }

  async bookmark(messageId: MessageId, owner: ChatOwner): Promise<void> {
    await this.#ground.access.write((connection) => {
      this.#message(connection, messageId, owner);
      insertRowIfAbsent(connection, tables.savedMessages, {
        ...{ id: this.#ground.ids.next(), appId: this.#appId, messageId },
        ...makerColumns(owner),
        createdAt: this.#ground.clock.now(),
      });
    });
  }

  async removeBookmark(messageId: MessageId, owner: ChatOwner): Promise<void> {
    await this.#saved.delete({ messageId, ...makerColumns(owner) });
  }

  async findBookmarked(id: MessageId, owner: ChatOwner): Promise<Message | undefined> {
    const saved = await this.#saved.find({ messageId: id, ...makerColumns(owner) });
    return saved && this.#messages.find({ id });
  }

  /** The newest message first, whenever it was saved. */
  listBookmarked(
    owner: ChatOwner,
    page: { readonly after?: Message; readonly limit?: number } = {},
  ): Promise<KeysetPage<Message>> {
    const { savedMessages: saved, messages } = tables;
    const { createdBy, createdByRole } = makerColumns(owner);
    const own = and(
      eq(saved.appId, this.#appId),
      eq(saved.createdBy, createdBy),
      eq(saved.createdByRole, createdByRole),
    );
    const filter = inArray(messages.id, sql`(select ${saved.messageId} from ${saved} where ${own})`);
    return this.#messages.listAfter({}, { ...newestFirst, filter }, page);
  }

  /** The message, which must be the app's and, where an owner is given, theirs. */
  #message(connection: Connection, id: MessageId, owner?: ChatOwner): Message {
    const where = { id, appId: this.#appId, ...(owner && chatOwnerColumns(owner)) };
    return found(findRow(connection, tables.messages, where), 'Message', id);
  }
}
