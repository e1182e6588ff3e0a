import { and, eq, inArray, isNull, lt, notExists, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { AppId, ConversationId, WorkflowId, WorkflowRunId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import { forgetPayloads } from '../../payloads.ts';
import { isUnfinished } from '../../tables/runs.ts';
import { deleteConversations } from '../chat/conversation-deletion.ts';
import { sweepBlobs } from './blob-sweep.ts';

/** Rows per commit: small enough that nobody waits for the sweep. */
const BATCH = 100;
/** Each page may have to be fetched from anywhere in the file, with the one that points to it. */
const PAGES_AT_ONCE = 50;

export interface RunDeletion {
  /** Runs that began before this instant. */
  readonly before: number;
  /** Runs per commit. */
  readonly batchSize?: number;
  /** Only runs of these; of all when empty. */
  readonly workflowIds?: readonly WorkflowId[];
}

/** Keyed by app, and indexed by it. */
type TableOfApps = SQLiteTable & { readonly appId: SQLiteColumn; readonly id: SQLiteColumn };

const oldestFirst = { orderBy: 'createdAt', direction: 'ascending' } as const;

/**
 * Deletes what nobody needs any more, in small batches, and looks for it through indexes: however many rows there are,
 * nobody waits for long. Each method answers how much it deleted, and goes on until `signal` is aborted.
 */
export class RetentionStore {
  readonly #ground: Ground;
  readonly #runs: OwnedRows<typeof tables.workflowRuns, object>;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#runs = new OwnedRows(ground, tables.workflowRuns, {});
  }

  /** What killed processes left of files whose bytes had not all come before an instant. Not while others may write one. */
  async deleteDrafts(before: number): Promise<void> {
    await this.#ground.blobs.tidy(before);
  }

  /**
   * Finished runs that began before an instant, with their events, nodes, logs and forms. As in Dify, the messages of a
   * chatflow go with their runs, and a conversation with its last message; answers that people wrote for them stay.
   */
  async deleteRuns(
    { before, batchSize = BATCH, workflowIds = [] }: RunDeletion,
    signal?: AbortSignal,
  ): Promise<number> {
    const { workflowRuns: runs } = tables;
    const isOfThese = workflowIds.length > 0 ? inArray(runs.workflowId, [...workflowIds]) : undefined;
    const condition = sql`${and(sql`not ${isUnfinished(runs.status)}`, isOfThese)}`;
    const order = { ...oldestFirst, filter: lt(runs.createdAt, before), condition } as const;
    const old: WorkflowRunId[] = [];
    let deleted = 0;
    for await (const id of this.#runs.scan({}, order, signal)) {
      old.push(id as WorkflowRunId); // of the table of runs
      if (old.length === batchSize) deleted += await this.#deleteRuns(old.splice(0));
    }
    return deleted + (await this.#deleteRuns(old));
  }

  /** What apps left behind that were deleted. */
  async deleteOrphans(signal?: AbortSignal): Promise<number> {
    const { workflowRuns: runs } = tables;
    let deleted = 0;
    for (const appId of await this.#findOrphanedApps(runs)) {
      const isOrphan = eq(runs.appId, appId);
      deleted += await this.#inBatches((it) => deleteRuns(it, findRuns(it, isOrphan, BATCH)), signal);
    }
    for (const appId of await this.#findOrphanedApps(tables.conversations)) {
      deleted += await this.#deleteConversations(appId, signal);
    }
    for (const appId of await this.#findOrphanedApps(tables.endUsers)) {
      deleted += await this.#inBatches((connection) => deleteEndUsers(connection, appId), signal);
    }
    return deleted + (await this.#inBatches(deleteOrphanedSteps, signal));
  }

  /** Jobs that ended before an instant, one way or the other. */
  deleteJobs(before: number, signal?: AbortSignal): Promise<number> {
    const { jobs } = tables;
    return this.#inBatches(({ db }) => {
      const old = db.select({ id: jobs.id }).from(jobs).where(lt(jobs.finishedAt, before)).limit(BATCH);
      return db.delete(jobs).where(inArray(jobs.id, old)).run().changes;
    }, signal);
  }

  /** Kept embeddings that were made before an instant: their texts would be embedded anew. */
  deleteEmbeddings(before: number, signal?: AbortSignal): Promise<number> {
    const { embeddings } = tables;
    return this.#inBatches(({ db }) => {
      const old = db
        .select({ id: embeddings.id })
        .from(embeddings)
        .where(lt(embeddings.createdAt, before))
        .limit(BATCH);
      return db.delete(embeddings).where(inArray(embeddings.id, old)).run().changes;
    }, signal);
  }

  /** Imports that nobody confirmed in time. */
  deleteExpiredImports(): Promise<number> {
    const { pendingImports } = tables;
    const isExpired = lt(pendingImports.expiresAt, this.#ground.clock.now());
    return this.#ground.access.write(({ db }) => db.delete(pendingImports).where(isExpired).run().changes);
  }

  /** Blobs that no row names, and what killed processes left of them. */
  deleteBlobs(signal?: AbortSignal): Promise<number> {
    return sweepBlobs(this.#ground, signal);
  }

  /** Gives free pages of the file back to the system, a few at a time. */
  async shrink(signal?: AbortSignal): Promise<number> {
    for (let before = await this.#freePages(), given = 0; ; ) {
      signal?.throwIfAborted();
      await this.#ground.access.write(() => {}); // let who waits write first
      const after = await this.#vacuum();
      given += before - after;
      if (after === 0 || after >= before) return given;
      before = after;
    }
  }

  async #inBatches(deleteBatch: (connection: Connection) => number, signal?: AbortSignal): Promise<number> {
    for (let deleted = 0; ; ) {
      signal?.throwIfAborted();
      const count = await this.#ground.access.write(deleteBatch);
      deleted += count;
      if (count === 0) return deleted;
    }
  }

  #deleteRuns(ids: readonly WorkflowRunId[]): Promise<number> {
    if (ids.length === 0) return Promise.resolve(0);
    return this.#ground.access.write((connection) => {
      deleteMessages(connection, ids);
      return deleteRuns(connection, ids);
    });
  }

  async #deleteConversations(appId: AppId, signal?: AbortSignal): Promise<number> {
    for (let deleted = 0; ; ) {
      signal?.throwIfAborted();
      const ids = await this.#ground.access.read((connection) => findConversations(connection, appId));
      if (ids.length === 0) return deleted;
      deleted += (await this.#ground.access.write((it) => deleteConversations(it, appId, ids))) ?? 0;
    }
  }

  /** Apps that rows bear and that are gone, found by jumping through the index from one id to the next. */
  #findOrphanedApps(table: TableOfApps): Promise<AppId[]> {
    const { appId } = table;
    const { apps } = tables;
    return this.#ground.access.read(({ db }) => {
      const found = db.all<{ id: AppId }>(sql`
        with recursive seen(id) as (
          select min(${appId}) from ${table}
          union all
          select (select min(${appId}) from ${table} where ${appId} > seen.id) from seen where seen.id is not null
        )
        select id from seen where id is not null and not exists (select 1 from ${apps} where ${apps.id} = seen.id)`);
      return found.map(({ id }) => id);
    });
  }

  #freePages(): Promise<number> {
    return this.#ground.access.read((connection) => freePages(connection));
  }

  #vacuum(): Promise<number> {
    return this.#ground.access.write((connection) => {
      connection.raw.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
      return freePages(connection);
    });
  }
}

function findRuns({ db }: Connection, condition: SQL | undefined, limit: number): WorkflowRunId[] {
  const { workflowRuns: runs } = tables;
  const rows = db.select({ id: runs.id }).from(runs).where(condition).limit(limit).all();
  return rows.map(({ id }) => id);
}

function deleteRuns(connection: Connection, ids: readonly WorkflowRunId[]): number {
  const { workflowRuns: runs } = tables;
  for (const id of ids) forgetPayloads(connection, id);
  return ids.length === 0
    ? 0
    : connection.db
        .delete(runs)
        .where(inArray(runs.id, [...ids]))
        .run().changes;
}

/** Chats without a workflow of their own keep their messages: in Dify they have no runs that could be old. */
function deleteMessages({ db }: Connection, runIds: readonly WorkflowRunId[]): void {
  const { messages, apps, conversations, annotationHits } = tables;
  const isOfChatflow = sql`exists (select 1 from ${apps} where ${and(eq(apps.id, messages.appId), eq(apps.mode, 'advanced-chat'))})`;
  const rows = db
    .select({ id: messages.id, conversationId: messages.conversationId })
    .from(messages)
    .where(and(inArray(messages.workflowRunId, [...runIds]), isOfChatflow))
    .all();
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  db.delete(annotationHits).where(inArray(annotationHits.messageId, ids)).run();
  db.delete(messages).where(inArray(messages.id, ids)).run();
  const emptied = [...new Set(rows.map(({ conversationId }) => conversationId))];
  const isEmpty = notExists(sql`(select 1 from ${messages} where ${eq(messages.conversationId, conversations.id)})`);
  db.delete(conversations)
    .where(and(inArray(conversations.id, emptied), isEmpty))
    .run();
}

function findConversations({ db }: Connection, appId: AppId): ConversationId[] {
  const { conversations } = tables;
  const isOrphan = eq(conversations.appId, appId);
  const rows = db.select({ id: conversations.id }).from(conversations).where(isOrphan).limit(BATCH).all();
  return rows.map(({ id }) => id);
}

function deleteEndUsers({ db }: Connection, appId: AppId): number {
  const { endUsers } = tables;
  const some = db.select({ id: endUsers.id }).from(endUsers).where(eq(endUsers.appId, appId)).limit(BATCH);
  return db.delete(endUsers).where(inArray(endUsers.id, some)).run().changes;
}

/** Single steps of the studio belong to no run that could take them along. */
function deleteOrphanedSteps(connection: Connection): number {
  const { workflowNodeExecutions: steps, apps } = tables;
  const hasNoApp = notExists(sql`(select 1 from ${apps} where ${eq(apps.id, steps.appId)})`);
  const found = connection.db
    .select({ id: steps.id })
    .from(steps)
    .where(and(isNull(steps.workflowRunId), hasNoApp))
    .limit(BATCH)
    .all();
  const ids = found.map(({ id }) => id);
  for (const id of ids) forgetPayloads(connection, id);
  return ids.length === 0 ? 0 : connection.db.delete(steps).where(inArray(steps.id, ids)).run().changes;
}

function freePages(connection: Connection): number {
  return connection.raw.pragma('freelist_count', { simple: true }) as number; // an integer by definition
}
