import { statSync } from 'node:fs';
import type { StorageLog } from '../../log.ts';
import type { Connection } from './connection.ts';

/** After so much writing the log is copied into the file; it then begins anew, cut to its resting size. */
const FULL_LOG_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 1000;
/** A log that grew past this is reported: somebody reads for too long. */
const LARGE_LOG_BYTES = 64 * 1024 * 1024;

/**
 * Moves the write-ahead log into the database file: when it is full, and when writing pauses. SQLite itself would do so
 * inside whichever commit passes its mark; here it happens after the commit was answered, and the log stays bounded.
 */
export class Checkpoints {
  readonly #connection: Connection;
  readonly #path: string;
  readonly #log: StorageLog;
  #wasReported = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(connection: Connection, path: string, log: StorageLog) {
    this.#connection = connection;
    this.#path = path;
    this.#log = log;
  }

  noteCommit(): void {
    if (this.#size() > FULL_LOG_BYTES) this.#checkpoint();
    else if (this.#idle) this.#idle.refresh();
    else this.#idle = setTimeout(() => this.#tryCheckpoint(), IDLE_MS).unref();
  }

  close(): void {
    clearTimeout(this.#idle);
  }

  /** Nobody waits for this one: a disk that is full will be told to whoever writes next. */
  #tryCheckpoint(): void {
    try {
      this.#checkpoint();
    } catch (error) {
      this.#log.warn('The write-ahead log could not be moved into the database', { error });
    }
  }

  #checkpoint(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (this.#connection.raw.inTransaction) return; // the commit that ends it comes back here
    this.#connection.raw.pragma('wal_checkpoint(PASSIVE)');
    const bytes = this.#size();
    if (bytes < LARGE_LOG_BYTES) this.#wasReported = false;
    else if (!this.#wasReported) {
      this.#wasReported = true;
      this.#log.warn('A reader keeps the write-ahead log from being cut', { bytes });
    }
  }

  #size(): number {
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }
}
