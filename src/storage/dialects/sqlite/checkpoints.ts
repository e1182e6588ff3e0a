import type { StorageLog } from '../../log.ts';
import { type Connection, FULL_LOG_BYTES } from './connection.ts';

const IDLE_MS = 1000;
/** A log that grew past this is reported: somebody reads for too long. */
const LARGE_LOG_BYTES = 4 * FULL_LOG_BYTES;
/** Before every page in the log (https://www.sqlite.org/fileformat2.html#walformat). */
const FRAME_HEADER_BYTES = 24;

/** https://www.sqlite.org/pragma.html#pragma_wal_checkpoint; `log` in pages. */
interface Progress {
  readonly log: number;
}

/**
 * Moves the write-ahead log into the database file: when it is full, and when writing pauses. SQLite itself would do so
 * inside whichever commit passes its mark; here it happens after the commit was answered, and the log stays bounded. A
 * log that is full is written over from its beginning and not cut, because to cut and to lengthen it again blocks for
 * longer than all else; it is cut when writing pauses.
 */
export class Checkpoints {
  readonly #connection: Connection;
  readonly #log: StorageLog;
  readonly #frameBytes: number;
  #wasReported = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(connection: Connection, log: StorageLog) {
    this.#connection = connection;
    this.#log = log;
    const pageBytes = connection.raw.pragma('page_size', { simple: true }) as number; // an integer by definition
    this.#frameBytes = pageBytes + FRAME_HEADER_BYTES;
  }

  noteCommit(): void {
    if (this.#bytes() > FULL_LOG_BYTES) this.#checkpoint('PASSIVE');
    if (this.#idle) this.#idle.refresh();
    else this.#idle = setTimeout(() => this.#tidyUp(), IDLE_MS).unref();
  }

  close(): void {
    clearTimeout(this.#idle);
  }

  /** Nobody waits for this one: a disk that is full will be told to whoever writes next. */
  #tidyUp(): void {
    this.#idle = undefined;
    try {
      this.#checkpoint('TRUNCATE');
    } catch (error) {
      this.#log.warn('The write-ahead log could not be moved into the database', { error });
    }
  }

  /** `TRUNCATE` does what `PASSIVE` does, and no more while others read or write. */
  #checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    if (this.#connection.raw.inTransaction) return; // the commit that ends it comes back here
    this.#connection.raw.pragma(`wal_checkpoint(${mode})`);
    const bytes = this.#bytes();
    if (bytes < LARGE_LOG_BYTES) this.#wasReported = false;
    else if (!this.#wasReported) {
      this.#wasReported = true;
      this.#log.warn('A reader keeps the write-ahead log from being cut', { bytes });
    }
  }

  /** What is in the log; the file may be longer. */
  #bytes(): number {
    const look = this.#connection.prepared('log', () => this.#connection.raw.prepare('PRAGMA wal_checkpoint(NOOP)'));
    return (look.get() as Progress).log * this.#frameBytes; // the columns of that pragma
  }
}
