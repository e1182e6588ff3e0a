import { statSync } from 'node:fs';
import type { StorageLog } from '../../log.ts';
import type { Connection } from './connection.ts';

const COMMITS_BETWEEN = 500;
const IDLE_MS = 1000;
/** A log of this size is cut back to nothing, waiting for readers if need be. */
const LARGE_LOG_BYTES = 64 * 1024 * 1024;

/**
 * Moves the write-ahead log into the database file: after a number of commits, and when writing pauses. SQLite itself
 * would do so inside whichever commit passes its mark; here it happens between commits, and the log stays bounded.
 */
export class Checkpoints {
  readonly #connection: Connection;
  readonly #path: string;
  readonly #log: StorageLog;
  #commits = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(connection: Connection, path: string, log: StorageLog) {
    this.#connection = connection;
    this.#path = path;
    this.#log = log;
  }

  noteCommit(): void {
    this.#commits++;
    if (this.#commits >= COMMITS_BETWEEN) this.#checkpoint();
    else if (this.#idle) this.#idle.refresh();
    else this.#idle = setTimeout(() => this.#checkpoint(), IDLE_MS).unref();
  }

  close(): void {
    clearTimeout(this.#idle);
  }

  #checkpoint(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (this.#connection.raw.inTransaction) return; // the commit that ends it comes back here
    this.#commits = 0;
    this.#run('PASSIVE');
    if (this.#size() < LARGE_LOG_BYTES) return;
    const isBusy = this.#run('TRUNCATE');
    if (isBusy) this.#log.warn({ bytes: this.#size() }, 'A reader keeps the write-ahead log from being cut');
  }

  #run(mode: 'PASSIVE' | 'TRUNCATE'): boolean {
    const [{ busy }] = this.#connection.raw.pragma(`wal_checkpoint(${mode})`) as [{ busy: 0 | 1 }]; // always one row
    return busy === 1;
  }

  #size(): number {
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }
}
