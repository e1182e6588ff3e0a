import { closeSync, fdatasync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from '../../sync-folder.ts';

const syncData = promisify(fdatasync);

/**
 * The write-ahead log as the file it is. SQLite itself would wait for the disk inside `COMMIT` (`synchronous=FULL`), and
 * the whole process with it; here a commit returns once the system has it (NORMAL), and the disk is waited for aside.
 */
export class LogFile {
  readonly #path: string;
  #descriptor: number | undefined;
  /** The name of a log that SQLite has just made. */
  #isNamed: Promise<void> | undefined;

  constructor(databasePath: string) {
    this.#path = `${databasePath}-wal`;
  }

  /** Resolves when all that was committed before this call would survive a loss of power. */
  async sync(): Promise<void> {
    this.#descriptor ??= openSync(this.#path, 'r+'); // as long as a connection is open, SQLite keeps the file
    this.#isNamed ??= syncFolder(dirname(this.#path));
    await Promise.all([syncData(this.#descriptor), this.#isNamed]);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
