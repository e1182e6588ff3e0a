import { and, eq, inArray, lt, notExists, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Ground } from '../access.ts';
import type { Connection } from '../dialects/sqlite/connection.ts';
import { tables } from '../dialects/sqlite/schema.ts';
import { forgetPayloads } from '../payloads.ts';
import { isUnfinished } from '../tables/runs.ts';

/** Rows per commit: small enough that nobody waits for the sweep. */
const BATCH = 100;
/** A blob without references may belong to a row that is just being written. */
const BLOB_GRACE_MS = 3_600_000;
const PAGES_AT_ONCE = 1000;

/** Tables keyed by app that are too large to vanish within the commit that deletes the app. */
const heavyTables: readonly (SQLiteTable & { readonly appId: SQLiteColumn; readonly id: SQLiteColumn })[] = [
  tables.conversations,
  tables.workflowNodeExecutions,
  tables.endUsers,
];

/** Deletes what nobody needs any more, in small batches. Each method answers how much it deleted. */
export class RetentionStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Finished runs that began before an instant, with their events, nodes, logs and forms. */
  deleteRuns(before: number): Promise<number> {
    const { workflowRuns: runs } = tables;
    const isOld = and(lt(runs.createdAt, before), sql`not ${isUnfinished(runs.status)}`);
    return this.#inBatches((connection) => this.#deleteRunBatch(connection, isOld));
  }

  /** What apps left behind that were deleted. */
  async deleteOrphans(): Promise<number> {
    const { workflowRuns: runs, apps } = tables;
    const hasNoApp = (appId: SQLiteColumn) => notExists(sql`(select 1 from ${apps} where ${eq(apps.id, appId)})`);
    let deleted = await this.#inBatches((connection) => this.#deleteRunBatch(connection, hasNoApp(runs.appId)));
    for (const table of heavyTables) {
      deleted += await this.#inBatches((connection) => {
        const orphans = connection.db.select({ id: table.id }).from(table).where(hasNoApp(table.appId)).limit(BATCH);
        return connection.db.delete(table).where(inArray(table.id, orphans)).run().changes;
      });
    }
    return deleted;
  }

  /** Kept embeddings that were made before an instant: their texts would be embedded anew. */
  deleteEmbeddings(before: number): Promise<number> {
    const { embeddings } = tables;
    return this.#inBatches((connection) => {
      const isOld = lt(embeddings.createdAt, before);
      const old = connection.db.select({ id: embeddings.id }).from(embeddings).where(isOld).limit(BATCH);
      return connection.db.delete(embeddings).where(inArray(embeddings.id, old)).run().changes;
    });
  }

  /** Blobs that no row names. */
  async deleteBlobs(): Promise<number> {
    const cutoff = this.#ground.clock.now() - BLOB_GRACE_MS;
    const isUnused = and(lt(tables.blobs.touchedAt, cutoff), ...unreferenced());
    let deleted = 0;
    for (;;) {
      const hashes = await this.#ground.access.read((connection) => {
        const { hash } = tables.blobs;
        return connection.db.select({ hash }).from(tables.blobs).where(isUnused).limit(BATCH).all();
      });
      const gone: string[] = [];
      for (const { hash } of hashes) {
        if (await this.#ground.blobs.deleteUnused(hash, cutoff)) gone.push(hash);
      }
      if (gone.length === 0) return deleted;
      deleted += gone.length;
      const condition = and(inArray(tables.blobs.hash, gone), isUnused);
      await this.#ground.access.write((connection) => connection.db.delete(tables.blobs).where(condition).run());
    }
  }

  /** Gives free pages of the file back to the system, a few at a time. */
  async shrink(): Promise<number> {
    for (let before = await this.#freePages(), given = 0; ; ) {
      await this.#ground.access.write(() => {}); // let who waits write first
      const after = await this.#vacuum();
      given += before - after;
      if (after === 0 || after >= before) return given;
      before = after;
    }
  }

  async #inBatches(deleteBatch: (connection: Connection) => number): Promise<number> {
    for (let deleted = 0; ; ) {
      const count = await this.#ground.access.write(deleteBatch);
      deleted += count;
      if (count === 0) return deleted;
    }
  }

  #deleteRunBatch(connection: Connection, condition: ReturnType<typeof and>): number {
    const { workflowRuns: runs } = tables;
    const old = connection.db.select({ id: runs.id }).from(runs).where(condition).limit(BATCH).all();
    for (const { id } of old) forgetPayloads(connection, id);
    const ids = old.map(({ id }) => id);
    return ids.length === 0 ? 0 : connection.db.delete(runs).where(inArray(runs.id, ids)).run().changes;
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

function freePages(connection: Connection): number {
  return connection.raw.pragma('freelist_count', { simple: true }) as number; // an integer by definition
}

/** One condition per column that names blobs. */
function unreferenced() {
  const { blobs, payloadBlobs, uploadFiles, toolFiles } = tables;
  return [
    notExists(sql`(select 1 from ${payloadBlobs} where ${eq(payloadBlobs.hash, blobs.hash)})`),
    notExists(sql`(select 1 from ${uploadFiles} where ${eq(uploadFiles.blobHash, blobs.hash)})`),
    notExists(sql`(select 1 from ${toolFiles} where ${eq(toolFiles.blobHash, blobs.hash)})`),
  ];
}
