import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { KnownError } from '../../../kernel/index.ts';
import type { StorageLog } from '../../log.ts';
import type { Connection } from './connection.ts';

/** What one commit may hold; more waits for the next, so that the process is never blocked for long. */
const MAX_ENTRIES = 256;
/** After a commit that carried several entries, the next one waits this long for company. */
const WINDOW_MS = 2;
const SLOW_TRANSACTION_MS = 1000;
const LOCK_PATIENCE_MS = 60_000;
const LONGEST_RETRY_MS = 25;

interface Entry {
  work(connection: Connection): unknown;
  /** It awaits in between, so it cannot be run a second time. */
  readonly isLong: boolean;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export interface WriterOptions {
  readonly log: StorageLog;
  /** Brings to disk what was committed so far; rejects when that cannot be known. */
  readonly sync: () => Promise<void>;
  readonly afterCommit?: () => void;
}

/**
 * The only way to write. Entries are queued, and whatever is queued when a commit begins shares it: one `fsync` for all,
 * while which the process goes on. An entry that fails takes nothing with it: plain statements are tried together first,
 * and only when one of them fails again with a savepoint around each. A promise resolves once its entry is on disk.
 */
export class Writer {
  readonly #connection: Connection;
  readonly #log: StorageLog;
  readonly #sync: () => Promise<void>;
  readonly #afterCommit: (() => void) | undefined;
  readonly #inside = new AsyncLocalStorage<{ isOpen: boolean }>();
  #queue: Entry[] = [];
  #running: Promise<void> | undefined;
  #lastCommit = { at: 0, entries: 0 };
  #isClosed = false;

  constructor(connection: Connection, { log, sync, afterCommit }: WriterOptions) {
    this.#connection = connection;
    this.#log = log;
    this.#sync = sync;
    this.#afterCommit = afterCommit;
  }

  /**
   * Runs statements in the next commit; resolves when they are durable. They may be run twice, so they must change
   * nothing outside the database.
   */
  submit<T>(statements: (connection: Connection) => T): Promise<T> {
    return this.#enqueue(statements, false);
  }

  /** The same for logic that awaits in between; other entries wait meanwhile. */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#enqueue((connection) => this.#runGuarded(work, connection), true) as Promise<T>;
  }

  /** Resolves when everything submitted so far is settled. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.drain();
  }

  #enqueue<T>(work: (connection: Connection) => T, isLong: boolean): Promise<T> {
    if (this.#isClosed) return Promise.reject(new Error('The storage is closed'));
    if (this.#inside.getStore()?.isOpen) {
      // It would wait for the transaction that waits for it.
      return Promise.reject(new Error('Inside a transaction, write through the stores it was given'));
    }
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, isLong, resolve: (result) => resolve(result as T), reject }); // what `work` returned
      this.#running ??= this.#run();
    });
  }

  async #runGuarded<T>(work: (connection: Connection) => Promise<T>, connection: Connection): Promise<T> {
    const marker = { isOpen: true };
    const startedAt = performance.now();
    try {
      return await this.#inside.run(marker, () => work(connection));
    } finally {
      marker.isOpen = false;
      const durationMs = performance.now() - startedAt;
      if (durationMs > SLOW_TRANSACTION_MS) this.#log.warn('A transaction held the writer for long', { durationMs });
    }
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // What this turn of the event loop submits goes together; and who writes in a loop must not be alone in the process.
      await setImmediate();
      await this.#waitForCompany();
      const entries = this.#queue.splice(0, MAX_ENTRIES);
      if (await this.#commit(entries)) this.#noteCommit(entries.length);
    }
    this.#running = undefined;
  }

  async #waitForCompany(): Promise<void> {
    const { at, entries } = this.#lastCommit;
    const left = WINDOW_MS - (performance.now() - at);
    if (entries > 1 && left > 0 && this.#queue.length < MAX_ENTRIES) await setTimeout(left);
  }

  /** Never throws: whatever goes wrong is the answer to the entries. */
  async #commit(entries: readonly Entry[]): Promise<boolean> {
    try {
      await this.#begin();
      const settled = this.#runTogether(entries) ?? (await this.#runApart(entries));
      this.#connection.execute('COMMIT');
      await this.#sync();
      for (const settle of settled) settle();
      return true;
    } catch (error) {
      for (const entry of entries) entry.reject(error);
      this.#rollBack();
      return false;
    }
  }

  /** Undefined when they cannot all be done like this; then nothing is done. */
  #runTogether(entries: readonly Entry[]): (() => void)[] | undefined {
    if (entries.some(({ isLong }) => isLong)) return undefined;
    try {
      return entries.map((entry) => {
        const result = entry.work(this.#connection);
        return () => entry.resolve(result);
      });
    } catch (error) {
      // A full disk or a broken one ends the whole transaction by itself: then nothing of it may be believed.
      if (!this.#connection.raw.inTransaction) throw error;
      this.#connection.execute('ROLLBACK');
      this.#connection.execute('BEGIN IMMEDIATE');
      return undefined;
    }
  }

  async #runApart(entries: readonly Entry[]): Promise<(() => void)[]> {
    const settled: (() => void)[] = [];
    for (const entry of entries) settled.push(await this.#runEntry(entry));
    return settled;
  }

  #rollBack(): void {
    try {
      if (this.#connection.raw.inTransaction) this.#connection.execute('ROLLBACK');
    } catch (error) {
      this.#log.warn('A transaction could not be rolled back', { error }); // the next BEGIN tells its callers
    }
  }

  #noteCommit(entries: number): void {
    this.#lastCommit = { at: performance.now(), entries };
    try {
      this.#afterCommit?.();
    } catch (error) {
      this.#log.warn('What follows a commit failed', { error }); // the commit itself is done
    }
  }

  /** Runs one entry in its savepoint and gives back how to settle it once the commit has succeeded. */
  async #runEntry(entry: Entry): Promise<() => void> {
    const connection = this.#connection;
    connection.execute('SAVEPOINT entry');
    try {
      let result = entry.work(connection);
      if (result instanceof Promise) result = await result;
      connection.execute('RELEASE entry');
      return () => entry.resolve(result);
    } catch (error) {
      if (!connection.raw.inTransaction) throw error; // as above
      connection.execute('ROLLBACK TO entry');
      connection.execute('RELEASE entry');
      return () => entry.reject(error);
    }
  }

  /** Takes the write lock. While another process holds it we wait without blocking our own. */
  async #begin(): Promise<void> {
    const deadline = performance.now() + LOCK_PATIENCE_MS;
    for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
      try {
        return this.#connection.execute('BEGIN IMMEDIATE');
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() > deadline) throw lockedTooLong(this.#connection, LOCK_PATIENCE_MS, error);
      }
      await setTimeout(pauseMs * (0.5 + Math.random()));
    }
  }
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

/** What whoever has waited for the write lock for so many milliseconds is told. */
export function lockedTooLong({ raw }: Connection, patienceMs: number, cause: unknown): KnownError {
  const message = `Another process has been writing to the database ${raw.name} for more than ${patienceMs / 1000} seconds`;
  return new KnownError('data_directory_invalid', { message, hint: 'End that process, then try again.', cause });
}
