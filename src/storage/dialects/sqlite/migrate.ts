import { KnownError } from '../../../kernel/index.ts';
import { listAssets, readAsset } from '../../../platform/assets/index.ts';
import { type Connection, IN_MEMORY, openConnection } from './connection.ts';
import { copiedBytes, freeBytesBeside, keepSnapshot, removeDraft, requireSpace, snapshotPath } from './snapshot.ts';
import { announceUpgrade, announceWaiting, type Listeners } from './upgrade-notices.ts';
import { isBusy, lockedTooLong } from './writer.ts';

const FOLDER = 'migrations/sqlite/';
/** Whoever waits for longer is told why. */
const NOTICED_MS = 1000;
/** Upgrading a very large database takes minutes. */
const LOCK_PATIENCE_MS = 600_000;

export interface Migration {
  /** `0000-first-tables`. */
  readonly name: string;
  statements(): string;
}

/** The migrations this program carries, oldest first. A database's `user_version` says how many it has had. */
export function listMigrations(): readonly Migration[] {
  return listAssets(FOLDER).map((asset) => ({
    name: asset.slice(FOLDER.length, -'.sql'.length),
    statements: () => new TextDecoder().decode(readAsset(asset)),
  }));
}

export interface Upgrading extends Listeners {
  readonly migrations: readonly Migration[];
  /** Room for the copy; undefined when nobody knows. */
  readonly freeBytes?: (path: string) => number | undefined;
  /** How long another process may have the write lock. */
  readonly patienceMs?: number;
}

/**
 * Brings the tables up to date. Of several processes that start together one does the work inside the write lock; a
 * database that holds something already is copied beside itself first.
 */
export function migrate(connection: Connection, path: string, upgrading: Upgrading): void {
  const { migrations } = upgrading;
  if (versionOf(connection) === migrations.length) return;
  refuseNewer(connection, path, migrations);
  // Tables that are rebuilt would otherwise take the rows that point to them along.
  connection.raw.pragma('foreign_keys = OFF');
  try {
    takeLock(connection, path, upgrading);
    const noteDone = applyMigrations(connection, path, upgrading);
    connection.raw.exec('COMMIT');
    noteDone();
  } catch (error) {
    if (connection.raw.inTransaction) connection.raw.exec('ROLLBACK');
    throw error;
  } finally {
    connection.raw.pragma('foreign_keys = ON');
    connection.raw.pragma('busy_timeout = 0');
  }
}

/** Another process that has it for longer than a moment is most likely upgrading already. */
function takeLock(connection: Connection, path: string, listeners: Upgrading): void {
  const { raw } = connection;
  raw.pragma(`busy_timeout = ${NOTICED_MS}`);
  try {
    raw.exec('BEGIN IMMEDIATE');
  } catch (error) {
    if (!isBusy(error)) throw error;
    announceWaiting(path, listeners);
    waitForLock(connection, listeners.patienceMs ?? LOCK_PATIENCE_MS);
  }
}

function waitForLock(connection: Connection, patienceMs: number): void {
  const { raw } = connection;
  raw.pragma(`busy_timeout = ${patienceMs}`);
  try {
    raw.exec('BEGIN IMMEDIATE');
  } catch (error) {
    throw isBusy(error) ? lockedTooLong(connection, patienceMs, error) : error;
  }
}

/** Inside the lock: everybody else has either done it already or waits. Returns what is to be called once it is committed. */
function applyMigrations(connection: Connection, path: string, upgrading: Upgrading): () => void {
  const { migrations } = upgrading;
  refuseNewer(connection, path, migrations);
  const version = versionOf(connection);
  const isUpgrade = version > 0 && version < migrations.length;
  const noteDone = isUpgrade && path !== IN_MEMORY ? copyFirst(path, version, upgrading) : () => {};
  for (const migration of migrations.slice(version)) connection.raw.exec(migration.statements());
  if (isUpgrade) refuseBrokenReferences(connection);
  connection.raw.pragma(`user_version = ${migrations.length}`);
  return noteDone;
}

/**
 * Copies what was committed, through a connection of its own, while the write lock keeps everybody else out. A copy that
 * is there from an earlier upgrade tells of another state: it is replaced.
 */
function copyFirst(path: string, version: number, upgrading: Upgrading): () => void {
  const { freeBytes = freeBytesBeside } = upgrading;
  const reader = openConnection({ path, isReadOnly: true });
  try {
    const snapshot = snapshotPath(path, version);
    removeDraft(snapshot);
    const bytes = copiedBytes(reader);
    requireSpace(path, bytes, freeBytes(path));
    const noteDone = announceUpgrade({ path, snapshot, bytes }, upgrading);
    keepSnapshot(reader, snapshot);
    return noteDone;
  } finally {
    reader.close();
  }
}

/** For who only reads: tables of another version are not what the queries of this one ask for. */
export function requireVersion(connection: Connection, path: string, migrations: readonly Migration[]): void {
  refuseNewer(connection, path, migrations);
  const version = versionOf(connection);
  if (version === migrations.length) return;
  throw new KnownError('data_directory_invalid', {
    message: `The database ${path} was written by an older version of this program (${version} migrations, known: ${migrations.length})`,
    hint: 'Stop what uses it, then open it with this version to upgrade it: dify serve, or any command that keeps records there.',
  });
}

function versionOf(connection: Connection): number {
  return connection.raw.pragma('user_version', { simple: true }) as number; // an integer by definition
}

function refuseNewer(connection: Connection, path: string, migrations: readonly Migration[]): void {
  const version = versionOf(connection);
  if (version <= migrations.length) return;
  throw new KnownError('data_directory_invalid', {
    message: `The database ${path} was written by a newer version of this program (${version} migrations, known: ${migrations.length})`,
    hint: 'Use that version or a newer one, or restore a backup made by this one.',
  });
}

function refuseBrokenReferences(connection: Connection): void {
  const broken = connection.raw.pragma('foreign_key_check') as unknown[]; // one row per violation
  if (broken.length > 0) throw new Error(`The upgrade would leave ${broken.length} rows without their owners`);
}
