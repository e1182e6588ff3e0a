import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { KnownError } from '../../../kernel/index.ts';
import { listAssets, readAsset } from '../../../platform/assets/index.ts';
import type { StorageLog } from '../../log.ts';
import { type Connection, IN_MEMORY, openConnection } from './connection.ts';

const FOLDER = 'migrations/sqlite/';
const LOCK_PATIENCE_MS = 60_000;

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

/**
 * Brings the tables up to date. Of several processes that start together one does the work inside the write lock; a
 * database that holds something already is copied beside itself first.
 */
export function migrate(connection: Connection, path: string, migrations: readonly Migration[], log: StorageLog): void {
  if (versionOf(connection) === migrations.length) return;
  refuseNewer(connection, path, migrations);
  // Tables that are rebuilt would otherwise take the rows that point to them along.
  connection.raw.pragma('foreign_keys = OFF');
  connection.raw.pragma(`busy_timeout = ${LOCK_PATIENCE_MS}`);
  connection.raw.exec('BEGIN IMMEDIATE');
  try {
    refuseNewer(connection, path, migrations);
    const version = versionOf(connection);
    if (version > 0 && version < migrations.length) keepSnapshot(path, version, log);
    for (const migration of migrations.slice(version)) connection.raw.exec(migration.statements());
    if (version > 0) refuseBrokenReferences(connection);
    connection.raw.pragma(`user_version = ${migrations.length}`);
    connection.raw.exec('COMMIT');
  } catch (error) {
    if (connection.raw.inTransaction) connection.raw.exec('ROLLBACK');
    throw error;
  } finally {
    connection.raw.pragma('foreign_keys = ON');
    connection.raw.pragma('busy_timeout = 0');
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

/**
 * Copies what was committed, through a connection of its own, while the write lock keeps everybody else out. A copy that
 * is there from an earlier upgrade tells of another state: it is replaced.
 */
function keepSnapshot(path: string, version: number, log: StorageLog): void {
  if (path === IN_MEMORY) return;
  const kept = `${path}.before-${String(version).padStart(4, '0')}`;
  const reader = openConnection({ path, isReadOnly: true });
  try {
    copyDatabase(reader, kept);
  } finally {
    reader.close();
  }
  log.info('Kept a copy of the database before upgrading it', { snapshot: kept });
}

/** A consistent copy, compact, for the owner only, complete or not there. */
export function copyDatabase(from: Connection, to: string): void {
  const draft = `${to}.draft`;
  rmSync(draft, { force: true });
  closeSync(openSync(draft, 'wx', 0o600)); // an empty file is taken as it is
  try {
    from.raw.prepare('VACUUM INTO ?').run(draft);
    renameSync(draft, to);
  } finally {
    rmSync(draft, { force: true });
  }
}

function refuseBrokenReferences(connection: Connection): void {
  const broken = connection.raw.pragma('foreign_key_check') as unknown[]; // one row per violation
  if (broken.length > 0) throw new Error(`The upgrade would leave ${broken.length} rows without their owners`);
}
