import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Clock,
  errorText,
  hintOfRefusal,
  type IdSource,
  KnownError,
  recogniseFullDisk,
  type TenantId,
} from '../kernel/index.ts';
import { silentLog } from '../platform/log/index.ts';
import { DirectAccess, type Ground } from './access.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import { FolderBlobs } from './blobs/folder-blobs.ts';
import { MemoryBlobs } from './blobs/memory-blobs.ts';
import { Checkpoints } from './dialects/sqlite/checkpoints.ts';
import { type Connection, IN_MEMORY, openConnection, prepareFile } from './dialects/sqlite/connection.ts';
import { LogFile } from './dialects/sqlite/log-file.ts';
import { listMigrations, type Migration, migrate, requireVersion } from './dialects/sqlite/migrate.ts';
import { copyDatabase } from './dialects/sqlite/snapshot.ts';
import { Writer } from './dialects/sqlite/writer.ts';
import type { StorageLog } from './log.ts';
import { Recollection } from './recollection.ts';
import type { PendingBatches } from './stores/runs/run-recording.ts';
import { SystemStores } from './system-stores.ts';
import { TenantStores } from './tenant-stores.ts';

export interface StorageOptions {
  /** The database file, or `:memory:` for an instance that leaves nothing behind. */
  readonly path: string;
  /** Where blobs lie; `blobs` beside the database when absent. */
  readonly blobFolder?: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: StorageLog;
  /** Told in one line what keeps a person waiting: an upgrade of a large database. */
  readonly tell: (text: string) => void;
  /** The tables to bring about; those of this program when absent. */
  readonly migrations?: readonly Migration[];
}

export interface Storage {
  readonly system: SystemStores;
  readonly blobs: BlobStore;
  tenant(id: TenantId): TenantStores;
  /** A number that changes when another process has written: time to drop what was cached. */
  foreignWrites(): number;
  /** Writes a consistent copy of the database, without its blobs, while work goes on. */
  copyTo(path: string): Promise<void>;
  /** Waits for what was submitted, then closes. */
  close(): Promise<void>;
}

/** Nobody is told anything without a `log` and a `tell`. */
type Listening = Pick<StorageOptions, 'log' | 'tell'>;
const nobody: Listening = { log: silentLog, tell: () => {} };

export function openStorage(options: Omit<StorageOptions, keyof Listening> & Partial<Listening>): Storage {
  const complete = { ...nobody, ...options };
  return options.path === IN_MEMORY ? openMemory(complete) : blamePath(options.path, () => openDatabase(complete));
}

/**
 * One connection for everything, since a second one would see another database; so reads beside an open transaction see
 * what it wrote so far.
 */
function openMemory(options: StorageOptions): Storage {
  const connection = openConnection({ path: IN_MEMORY });
  migrate(connection, IN_MEMORY, { migrations: listMigrations(), ...options });
  const writer = new Writer(connection, { log: options.log, sync: async () => {} });
  const blobs = new MemoryBlobs(options.clock);
  return assemble(options, { reader: connection, writer, blobs, connection }, () => connection.close());
}

const RESTORE = 'Restore it from a backup, or choose another data directory with --data-dir or DIFY_DATA_DIR.';

/** Whatever is wrong with a file, it is not the program: the path says whose matter it is. */
function blamePath(path: string, open: () => Storage): Storage {
  try {
    return open();
  } catch (thrown) {
    const error = recogniseFullDisk(thrown); // nothing is wrong with the file
    if (error instanceof KnownError) throw error;
    throw new KnownError('data_directory_invalid', {
      message: `The database ${path} cannot be used: ${errorText(error)}`,
      hint: hintOfRefusal(error) ?? RESTORE,
      cause: error,
    });
  }
}

function openDatabase(options: StorageOptions): Storage {
  const { path, log, clock } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  createForOwner(path);
  const connection = openUpgraded(options);
  const reader = openConnection({ path, isReadOnly: true });
  const checkpoints = new Checkpoints(connection, log);
  const logFile = new LogFile(path);
  const writer = new Writer(connection, {
    log,
    sync: () => logFile.sync(),
    afterCommit: () => checkpoints.noteCommit(),
  });
  const blobs = new FolderBlobs(options.blobFolder ?? join(dirname(path), 'blobs'), clock);
  return assemble(options, { reader, writer, blobs, connection }, () => {
    checkpoints.close();
    logFile.close();
    reader.close();
    // No `PRAGMA optimize`: counted while a table was small, statistics would have it searched row by row ever after.
    connection.close();
  });
}

/** A connection to the file with today's tables; it is closed again when they cannot be brought about. */
function openUpgraded(options: StorageOptions): Connection {
  const connection = openConnection({ path: options.path, busyTimeoutMs: 5000 });
  try {
    prepareFile(connection);
    migrate(connection, options.path, { migrations: listMigrations(), ...options });
    // Waiting for the write lock is the writer's own matter from here on, so that it does not block the process.
    connection.raw.pragma('busy_timeout = 0');
    connection.raw.pragma('synchronous = NORMAL'); // the rest of it is done without blocking the process
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * SQLite would make the file readable for all; its log takes the mode of the file. Not when it is there: to close any
 * descriptor of a file takes away all locks that this process has on it, those of an open connection among them.
 */
function createForOwner(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error('EISDIR: it is a directory');
  if (!found) closeSync(openSync(path, 'a', 0o600));
}

/**
 * A database that is there already, for reading; refused when its tables are those of another version, whose program may
 * be using it. The connection may write only so that SQLite tidies up its own log when it was the last one to look: a
 * read-only one would leave that behind.
 */
export function openStorageToRead(options: Omit<StorageOptions, keyof Listening | 'blobFolder'>): Storage {
  const { path, clock, migrations = listMigrations() } = options;
  return blamePath(path, () => {
    const connection = openConnection({ path });
    try {
      connection.raw.pragma('query_only = ON');
      requireVersion(connection, path, migrations);
    } catch (error) {
      connection.close();
      throw error;
    }
    const writer = new Writer(connection, { log: silentLog, sync: async () => {} });
    const parts = { connection, reader: connection, writer, blobs: new MemoryBlobs(clock) };
    return assemble({ ...options, ...nobody }, parts, () => connection.close());
  });
}

interface Parts {
  readonly connection: Connection;
  readonly reader: Connection;
  readonly writer: Writer;
  readonly blobs: BlobStore;
}

function assemble(options: StorageOptions, parts: Parts, closeConnections: () => void): Storage {
  const { connection, reader, writer, blobs } = parts;
  const { clock, ids, log } = options;
  const foreignWrites = () =>
    connection.prepared('data_version', () => connection.raw.prepare('PRAGMA data_version').pluck()).get() as number; // an integer by definition
  const access = new DirectAccess(reader, writer, new Recollection(foreignWrites));
  const ground: Ground = { access, clock, ids, blobs, log, jobListeners: new Set() };
  const pending: PendingBatches = new Map();
  const tenants = new Map<TenantId, TenantStores>(); // stateless, and asked for with every request
  let closing: Promise<void> | undefined;
  return {
    system: new SystemStores(ground),
    blobs,
    tenant: (id) => {
      const stores = tenants.get(id) ?? new TenantStores(ground, id, pending);
      tenants.set(id, stores);
      return stores;
    },
    foreignWrites,
    copyTo: async (path) => copyDatabase(reader, path),
    close: () => {
      // Batches that still store their blobs come first: they were promised, too.
      closing ??= Promise.all(pending.values())
        .then(() => writer.close())
        .then(closeConnections);
      return closing;
    },
  };
}
