import { type Clock, type IdSource, KnownError } from '../kernel/index.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Connection } from './dialects/sqlite/connection.ts';
import type { Writer } from './dialects/sqlite/writer.ts';
import type { StorageLog } from './log.ts';
import type { Recollection } from './recollection.ts';

/** How stores reach the database: outside a transaction or inside one, they look the same. */
export interface Access {
  read<T>(query: (connection: Connection) => T): Promise<T>;
  /** The same for what nearly every request reads: remembered under `key` until something may have changed. */
  recall<T>(key: string, query: (connection: Connection) => T): Promise<T>;
  /** All of `statements` or nothing; resolves when it is durable (inside a transaction: when it is done). */
  write<T>(statements: (connection: Connection) => T): Promise<T>;
  /** A write that changes nothing that is ever recalled: the record of a run. */
  record(statements: (connection: Connection) => void): Promise<void>;
  transaction<T>(work: (access: Access) => Promise<T>): Promise<T>;
}

/** What every store is made with. */
export interface Ground {
  readonly access: Access;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly blobs: BlobStore;
  readonly log: StorageLog;
  /** Called when a job was added by this process. */
  readonly jobListeners: Set<() => void>;
}

export class DirectAccess implements Access {
  readonly #reader: Connection;
  readonly #writer: Writer;
  readonly #recollection: Recollection;

  constructor(reader: Connection, writer: Writer, recollection: Recollection) {
    this.#reader = reader;
    this.#writer = writer;
    this.#recollection = recollection;
  }

  async read<T>(query: (connection: Connection) => T): Promise<T> {
    return query(this.#reader);
  }

  async recall<T>(key: string, query: (connection: Connection) => T): Promise<T> {
    return this.#recollection.recall(key, () => query(this.#reader));
  }

  write<T>(statements: (connection: Connection) => T): Promise<T> {
    return this.#changing(this.#writer.submit(statements));
  }

  record(statements: (connection: Connection) => void): Promise<void> {
    return this.#writer.submit(statements);
  }

  transaction<T>(work: (access: Access) => Promise<T>): Promise<T> {
    const written = this.#writer.transaction(async (connection) => {
      const access = new TransactionAccess(connection);
      try {
        return await work(access);
      } finally {
        access.end();
      }
    });
    return this.#changing(written);
  }

  /** Whoever waits for a change sees it afterwards. */
  #changing<T>(written: Promise<T>): Promise<T> {
    return written.finally(() => this.#recollection.forget());
  }
}

/** Everything on the writer's connection, so that a transaction sees what it wrote. Dead once the transaction is over. */
class TransactionAccess implements Access {
  readonly #connection: Connection;
  #isOver = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read<T>(query: (connection: Connection) => T): Promise<T> {
    return query(this.#open());
  }

  recall<T>(_key: string, query: (connection: Connection) => T): Promise<T> {
    return this.read(query);
  }

  record(statements: (connection: Connection) => void): Promise<void> {
    return this.write(statements);
  }

  async write<T>(statements: (connection: Connection) => T): Promise<T> {
    const connection = this.#open();
    connection.execute('SAVEPOINT step');
    try {
      const result = statements(connection);
      connection.execute('RELEASE step');
      return result;
    } catch (error) {
      if (connection.raw.inTransaction) {
        connection.execute('ROLLBACK TO step');
        connection.execute('RELEASE step');
      }
      throw error;
    }
  }

  /** Part of the one around it: it fails or succeeds with it. */
  async transaction<T>(work: (access: Access) => Promise<T>): Promise<T> {
    this.#open();
    return work(this);
  }

  end(): void {
    this.#isOver = true;
  }

  #open(): Connection {
    if (this.#isOver) throw new Error('The transaction of this store is over');
    return this.#connection;
  }
}

/** For `get…`: what must be there. */
export function found<T>(row: T | undefined, what: string, id: string): T {
  if (row === undefined) throw new KnownError('not_found', { message: `${what} ${id} does not exist` });
  return row;
}
