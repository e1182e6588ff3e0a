import { setImmediate } from 'node:timers/promises';
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { AccountId, AppId, ConversationId, MessageId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow } from '../../dialects/sqlite/statements.ts';
import { MAX_LIMIT, type NumberedPage, OwnedRows } from '../../owned-rows.ts';
import type { AnnotationHit, AppAnnotationSetting, MessageAnnotation, NewRow } from '../../rows.ts';

export interface NewAnnotation {
  readonly question: string;
  readonly content: string;
  readonly accountId?: AccountId;
  readonly messageId?: MessageId;
  readonly conversationId?: ConversationId;
}

export type AnnotationSettingRecord = Pick<
  NewRow<'appAnnotationSettings'>,
  'scoreThreshold' | 'embeddingProviderName' | 'embeddingModelName' | 'createdBy'
>;
export type NewAnnotationHit = Omit<NewRow<'annotationHits'>, 'id' | 'appId' | 'createdAt'>;

/** Few enough that nobody waits for them. */
const DELETED_AT_ONCE = 250;

const oldestFirst = { orderBy: 'createdAt', direction: 'ascending' } as const;
const newestFirst = { orderBy: 'createdAt', direction: 'descending' } as const;

/** Answers that people wrote for questions, whether they are used, and when they were. */
export class AnnotationStore {
  readonly #ground: Ground;
  readonly #appId: AppId;
  readonly #rows: OwnedRows<typeof tables.messageAnnotations, { appId: AppId }>;
  readonly #settings: OwnedRows<typeof tables.appAnnotationSettings, { appId: AppId }>;
  readonly #hits: OwnedRows<typeof tables.annotationHits, { appId: AppId }>;

  constructor(ground: Ground, appId: AppId) {
    this.#ground = ground;
    this.#appId = appId;
    this.#rows = new OwnedRows(ground, tables.messageAnnotations, { appId });
    this.#settings = new OwnedRows(ground, tables.appAnnotationSettings, { appId });
    this.#hits = new OwnedRows(ground, tables.annotationHits, { appId });
  }

  find(id: string): Promise<MessageAnnotation | undefined> {
    return this.#rows.find({ id });
  }

  async get(id: string): Promise<MessageAnnotation> {
    return found(await this.find(id), 'Annotation', id);
  }

  findByMessage(messageId: MessageId): Promise<MessageAnnotation | undefined> {
    return this.#rows.find({ messageId });
  }

  /** Newest first; `keyword` is part of question or answer, and looked for until `signal` is aborted. */
  list(
    request: { readonly page?: number; readonly limit?: number; readonly keyword?: string } = {},
    signal?: AbortSignal,
  ): Promise<NumberedPage<MessageAnnotation>> {
    const { keyword } = request;
    if (!keyword) return this.#rows.listNumbered({}, newestFirst, request);
    return this.#rows.scanNumbered({}, { ...newestFirst, condition: holds(keyword) }, request, signal);
  }

  /** Every annotation of the app, oldest first, page by page; others have a turn in between. */
  async *listAll(): AsyncGenerator<readonly MessageAnnotation[]> {
    for (let after: MessageAnnotation | undefined, isMore = true; isMore; ) {
      await setImmediate(); // reading alone would leave nobody else a turn
      const page = await this.#rows.listAfter({}, oldestFirst, { after, limit: MAX_LIMIT });
      yield page.items;
      after = page.items.at(-1);
      isMore = page.hasMore;
    }
  }

  create(annotation: NewAnnotation): Promise<MessageAnnotation> {
    const now = this.#ground.clock.now();
    return this.#rows.insert({ ...annotation, id: this.#ground.ids.next(), createdAt: now, updatedAt: now });
  }

  async update(
    id: string,
    patch: Partial<Pick<MessageAnnotation, 'question' | 'content'>>,
  ): Promise<MessageAnnotation> {
    await this.#rows.update({ id }, { ...patch, updatedAt: this.#ground.clock.now() });
    return this.get(id);
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }

  /** With their hits, in pieces: others write in between. Answers how many there were. */
  async deleteAll(): Promise<number> {
    while ((await this.#deleteSome(tables.annotationHits)) > 0);
    for (let deleted = 0; ; ) {
      const some = await this.#deleteSome(tables.messageAnnotations);
      if (some === 0) return deleted;
      deleted += some;
    }
  }

  #deleteSome(table: typeof tables.messageAnnotations | typeof tables.annotationHits): Promise<number> {
    return this.#ground.access.write(({ db }) => {
      const some = db.select({ id: table.id }).from(table).where(eq(table.appId, this.#appId)).limit(DELETED_AT_ONCE);
      return db.delete(table).where(inArray(table.id, some)).run().changes;
    });
  }

  /** Undefined while annotation reply is off. */
  findSetting(): Promise<AppAnnotationSetting | undefined> {
    return this.#settings.find({});
  }

  /** The same for every question that an app is asked; most apps have none, which is remembered, too. */
  async recallSetting(): Promise<AppAnnotationSetting | undefined> {
    const where = { appId: this.#appId };
    const setting = await this.#ground.access.recall(`annotation setting ${this.#appId}`, (connection) => {
      return findRow(connection, tables.appAnnotationSettings, where) ?? null;
    });
    return setting ?? undefined;
  }

  async saveSetting(setting: AnnotationSettingRecord): Promise<AppAnnotationSetting> {
    const now = this.#ground.clock.now();
    const row = { ...setting, id: this.#ground.ids.next(), createdAt: now, updatedAt: now };
    await this.#settings.upsert(row, { key: ['appId'], keep: ['id', 'createdAt'] });
    return found(await this.findSetting(), 'Annotation setting of app', this.#appId);
  }

  async deleteSetting(): Promise<boolean> {
    return (await this.#settings.delete({})) > 0;
  }

  /** Notes that an annotation answered a question. */
  async recordHit(hit: NewAnnotationHit): Promise<void> {
    const { messageAnnotations: rows } = tables;
    await this.#ground.access.write((connection) => {
      const own = and(eq(rows.id, hit.annotationId), eq(rows.appId, this.#appId));
      const counted = connection.db
        .update(rows)
        .set({ hitCount: sql`${rows.hitCount} + 1` })
        .where(own)
        .run();
      if (counted.changes === 0) found(undefined, 'Annotation', hit.annotationId);
      const row = { ...hit, id: this.#ground.ids.next(), appId: this.#appId, createdAt: this.#ground.clock.now() };
      insertRow(connection, tables.annotationHits, row);
    });
  }

  /** Newest first. */
  listHits(
    annotationId: string,
    page: { readonly page?: number; readonly limit?: number } = {},
  ): Promise<NumberedPage<AnnotationHit>> {
    return this.#hits.listNumbered({ annotationId }, newestFirst, page);
  }
}

function holds(keyword: string): SQL {
  const { question, content } = tables.messageAnnotations;
  const pattern = `%${keyword.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${question} like ${pattern} escape '\\' or ${content} like ${pattern} escape '\\'`;
}
