import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { type AppId, type ConversationId, KnownError } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { holdsText } from '../../dialects/sqlite/holds-text.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRowIfAbsent } from '../../dialects/sqlite/statements.ts';
import { type KeysetPage, OwnedRows } from '../../owned-rows.ts';
import type { Conversation, ConversationVariable, PinnedConversation } from '../../rows.ts';
import { type ChatOwner, chatOwnerColumns, makerColumns } from './chat-owner.ts';
import { writeVariables } from './chat-recording.ts';
import type { ConversationPatch, ConversationVariableRecord, NewConversation } from './chat-records.ts';
import { deleteConversations } from './conversation-deletion.ts';

export interface ConversationListRequest {
  readonly owner: ChatOwner;
  readonly after?: Conversation;
  readonly limit?: number;
  readonly sortBy?: 'createdAt' | 'updatedAt';
  readonly direction?: 'ascending' | 'descending';
  readonly isPinned?: boolean;
}

export class ConversationStore {
  readonly #ground: Ground;
  readonly #appId: AppId;
  readonly #rows: OwnedRows<typeof tables.conversations, { appId: AppId }>;
  readonly #variables: OwnedRows<typeof tables.conversationVariables, { appId: AppId }>;
  readonly #pins: OwnedRows<typeof tables.pinnedConversations, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#appId = appId;
    this.#rows = new OwnedRows(ground, tables.conversations, { appId });
    this.#variables = new OwnedRows(ground, tables.conversationVariables, { appId });
    this.#pins = new OwnedRows(ground, tables.pinnedConversations, { appId });
  }

  find(id: ConversationId, owner?: ChatOwner): Promise<Conversation | undefined> {
    return this.#rows.find({ id, ...(owner && chatOwnerColumns(owner)) });
  }

  async get(id: ConversationId, owner?: ChatOwner): Promise<Conversation> {
    const conversation = await this.find(id, owner);
    if (!conversation) throw notExists();
    return conversation;
  }

  create(conversation: NewConversation): Promise<Conversation> {
    const now = this.#ground.clock.now();
    return this.#rows.insert({ ...conversation, createdAt: now, updatedAt: now });
  }

  async update(id: ConversationId, patch: ConversationPatch): Promise<Conversation> {
    await this.#rows.update({ id }, { updatedAt: this.#ground.clock.now(), ...patch });
    return this.get(id);
  }

  /** Unless it bears another name by now. When it was last used does not change. */
  async rename(id: ConversationId, name: { readonly from: string; readonly to: string }): Promise<boolean> {
    return (await this.#rows.update({ id, name: name.from }, { name: name.to })) > 0;
  }

  /** With its messages and all that hangs on them; others may write in between. */
  async delete(id: ConversationId): Promise<boolean> {
    for (;;) {
      const deleted = await this.#ground.access.write((it) => deleteConversations(it, this.#appId, [id]));
      if (deleted !== undefined) return deleted > 0;
    }
  }

  list(request: ConversationListRequest): Promise<KeysetPage<Conversation>> {
    const { owner, sortBy = 'updatedAt', direction = 'descending', isPinned } = request;
    const filter = isPinned === undefined ? undefined : this.#pinFilter(owner, isPinned);
    return this.#rows.listAfter(chatOwnerColumns(owner), { orderBy: sortBy, direction, filter }, request);
  }

  async pin(id: ConversationId, owner: ChatOwner): Promise<void> {
    await this.#ground.access.write((connection) => {
      if (!findRow(connection, tables.conversations, { id, appId: this.#appId, ...chatOwnerColumns(owner) }))
        throw notExists();
      insertRowIfAbsent(connection, tables.pinnedConversations, {
        ...{ id: this.#ground.ids.next(), appId: this.#appId, conversationId: id },
        ...makerColumns(owner),
        createdAt: this.#ground.clock.now(),
      });
    });
  }

  async unpin(id: ConversationId, owner: ChatOwner): Promise<void> {
    await this.#pins.delete({ conversationId: id, ...makerColumns(owner) });
  }

  /** All of an owner, oldest pin first. */
  listPins(owner: ChatOwner): Promise<PinnedConversation[]> {
    return this.#pins.list(makerColumns(owner), { orderBy: 'createdAt', direction: 'ascending' });
  }

  /** Every variable of a conversation, as runs load them. */
  findVariables(conversationId: ConversationId): Promise<ConversationVariable[]> {
    return this.#variables.list({ conversationId }, { orderBy: 'createdAt', direction: 'ascending' });
  }

  /** `name` is part of the names that are wanted, in any case. */
  listVariables(
    conversationId: ConversationId,
    page: { readonly after?: ConversationVariable; readonly limit?: number; readonly name?: string } = {},
  ): Promise<KeysetPage<ConversationVariable>> {
    const { name } = page;
    const filter = name === undefined ? undefined : holdsText(tables.conversationVariables.name, name);
    return this.#variables.listAfter(
      { conversationId },
      { orderBy: 'createdAt', direction: 'ascending', filter },
      page,
    );
  }

  findVariable(conversationId: ConversationId, variableId: string): Promise<ConversationVariable | undefined> {
    return this.#variables.find({ conversationId, variableId });
  }

  async saveVariables(conversationId: ConversationId, variables: readonly ConversationVariableRecord[]): Promise<void> {
    const now = this.#ground.clock.now();
    await this.#ground.access.write((connection) =>
      writeVariables(connection, { appId: this.#appId, conversationId, variables, now }),
    );
  }

  #pinFilter(owner: ChatOwner, isPinned: boolean) {
    const { pinnedConversations: pins, conversations } = tables;
    const { createdBy, createdByRole } = makerColumns(owner);
    const pinned = sql`(select ${pins.conversationId} from ${pins} where ${and(
      eq(pins.appId, this.#appId),
      eq(pins.createdBy, createdBy),
      eq(pins.createdByRole, createdByRole),
    )})`;
    return isPinned ? inArray(conversations.id, pinned) : notInArray(conversations.id, pinned);
  }
}

export function notExists(): KnownError {
  return new KnownError('not_found', { message: 'Conversation Not Exists.' });
}
