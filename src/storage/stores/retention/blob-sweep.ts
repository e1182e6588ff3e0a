import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, getTableColumns, gt, inArray, lt, notExists, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Ground } from '../../access.ts';
import type { BlobHash } from '../../blobs/blob-store.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';

/** A blob without references may belong to a row that is just being written. */
const GRACE_MS = 3_600_000;
/** A draft grows as slowly as its sender sends. */
const DRAFT_GRACE_MS = 24 * GRACE_MS;
const AT_ONCE = 500;

/** Deletes the bytes that no row names; answers how many blobs that were. */
export async function sweepBlobs(ground: Ground, signal?: AbortSignal): Promise<number> {
  const now = ground.clock.now();
  await ground.blobs.tidy(now - DRAFT_GRACE_MS);
  const cutoff = now - GRACE_MS;
  return (await deleteUnreferenced(ground, cutoff, signal)) + (await deleteStrays(ground, cutoff, signal));
}

/** Goes through the rows in pages, so that no statement takes long however many blobs are in use. */
async function deleteUnreferenced(ground: Ground, cutoff: number, signal?: AbortSignal): Promise<number> {
  const isUnused = and(lt(tables.blobs.touchedAt, cutoff), ...unreferenced());
  let deleted = 0;
  for (let after: BlobHash | undefined = ''; after !== undefined; ) {
    await setImmediate(undefined, { signal }); // reading alone would leave nobody else a turn
    const page = await ground.access.read((connection) => listPage(connection, after ?? '', isUnused));
    const gone: BlobHash[] = [];
    for (const { hash, isUnused } of page)
      if (isUnused && (await ground.blobs.deleteUnused(hash, cutoff))) gone.push(hash);
    if (gone.length > 0) await ground.access.write((connection) => forget(connection, gone, isUnused));
    deleted += gone.length;
    after = page.at(-1)?.hash;
  }
  return deleted;
}

function listPage({ db }: Connection, after: BlobHash, isUnused: SQL | undefined) {
  const { blobs } = tables;
  return db
    .select({ hash: blobs.hash, isUnused: sql<number>`${isUnused}` })
    .from(blobs)
    .where(gt(blobs.hash, after))
    .orderBy(asc(blobs.hash))
    .limit(AT_ONCE)
    .all();
}

function forget({ db }: Connection, hashes: readonly BlobHash[], isUnused: SQL | undefined): void {
  db.delete(tables.blobs)
    .where(and(inArray(tables.blobs.hash, [...hashes]), isUnused))
    .run();
}

/** Bytes that were stored before their process died, and that no row ever named. */
async function deleteStrays(ground: Ground, cutoff: number, signal?: AbortSignal): Promise<number> {
  let deleted = 0;
  for await (const hashes of inPages(ground.blobs.list())) {
    signal?.throwIfAborted();
    const named = await ground.access.read((connection) => findNamed(connection, hashes));
    for (const hash of hashes) if (!named.has(hash) && (await ground.blobs.deleteUnused(hash, cutoff))) deleted += 1;
  }
  return deleted;
}

function findNamed({ db }: Connection, hashes: readonly BlobHash[]): Set<string> {
  const columns: SQLiteColumn[] = [tables.blobs.hash, ...namingColumns];
  const found = columns.flatMap((column) =>
    db
      .selectDistinct({ hash: column })
      .from(column.table)
      .where(inArray(column, [...hashes]))
      .all(),
  );
  return new Set(found.map(({ hash }) => String(hash)));
}

async function* inPages(hashes: AsyncIterable<BlobHash>): AsyncGenerator<BlobHash[]> {
  let page: BlobHash[] = [];
  for await (const hash of hashes) {
    page.push(hash);
    if (page.length < AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Every column that names blobs: those called `blobHash`, and the table of large payloads. */
const namingColumns: readonly SQLiteColumn[] = [
  tables.payloadBlobs.hash,
  ...Object.values(tables).flatMap((table: SQLiteTable) => getTableColumns(table)['blobHash'] ?? []),
];

function unreferenced(): SQL[] {
  const { hash } = tables.blobs;
  return namingColumns.map((column) => notExists(sql`(select 1 from ${column.table} where ${eq(column, hash)})`));
}
