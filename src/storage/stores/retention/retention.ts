import { inArray, lt } from 'drizzle-orm';
import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { deleteInBatches, ROWS_AT_ONCE } from './batches.ts';
import { sweepBlobs } from './blob-sweep.ts';
import { deleteOldRuns, type RunDeletion } from './old-runs.ts';
import { deleteOrphans } from './orphans.ts';
import { shrinkFile } from './shrink-file.ts';

/**
 * Deletes what nobody needs any more, in small batches, and looks for it through indexes: however many rows there are,
 * nobody waits for long. Each method answers how much it deleted, and goes on until `signal` is aborted.
 */
export class RetentionStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** What killed processes left of files whose bytes had not all come before an instant. Not while others may write one. */
  async deleteDrafts(before: number): Promise<void> {
    await this.#ground.blobs.tidy(before);
  }

  /**
   * Finished runs that began before an instant, with their events, nodes, logs and forms. As in Dify, the messages of a
   * chatflow go with their runs, and a conversation with its last message; answers that people wrote for them stay.
   */
  deleteRuns(deletion: RunDeletion, signal?: AbortSignal): Promise<number> {
    return deleteOldRuns(this.#ground, deletion, signal);
  }

  /** What apps left behind that were deleted. */
  deleteOrphans(signal?: AbortSignal): Promise<number> {
    return deleteOrphans(this.#ground, signal);
  }

  /** Jobs that ended before an instant, one way or the other. */
  deleteJobs(before: number, signal?: AbortSignal): Promise<number> {
    return deleteInBatches(this.#ground, (connection) => deleteSomeJobs(connection, before), signal);
  }

  /** Kept embeddings that were made before an instant: their texts would be embedded anew. */
  deleteEmbeddings(before: number, signal?: AbortSignal): Promise<number> {
    return deleteInBatches(this.#ground, (connection) => deleteSomeEmbeddings(connection, before), signal);
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

  /** Gives free pages of the file back to the system; answers how many. */
  shrink(signal?: AbortSignal): Promise<number> {
    return shrinkFile(this.#ground, signal);
  }
}

function deleteSomeJobs({ db }: Connection, before: number): number {
  const { jobs } = tables;
  const old = db.select({ id: jobs.id }).from(jobs).where(lt(jobs.finishedAt, before)).limit(ROWS_AT_ONCE);
  return db.delete(jobs).where(inArray(jobs.id, old)).run().changes;
}

function deleteSomeEmbeddings({ db }: Connection, before: number): number {
  const { embeddings } = tables;
  const isOld = lt(embeddings.createdAt, before);
  const old = db.select({ id: embeddings.id }).from(embeddings).where(isOld).limit(ROWS_AT_ONCE);
  return db.delete(embeddings).where(inArray(embeddings.id, old)).run().changes;
}
