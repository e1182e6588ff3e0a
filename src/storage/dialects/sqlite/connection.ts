import Database from 'better-sqlite3';
import { is, Param, Placeholder, type Query } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { loadNativeAddon } from '../../../platform/assets/index.ts';
import { Insertion } from './insertion.ts';

export const IN_MEMORY = ':memory:';

/** After so much writing the write-ahead log is copied into the file, and then written over. */
export const FULL_LOG_BYTES = 16 * 1024 * 1024;
/** A log that somebody's reading has made longer is cut to this when it is written over. */
const LONGEST_LOG_BYTES = 1.25 * FULL_LOG_BYTES;

/** One open connection: drizzle for building statements, and the statements that were built, kept prepared. */
export class Connection {
  readonly raw: Database.Database;
  readonly db: BetterSQLite3Database;
  readonly #prepared = new Map<string, unknown>();
  readonly #insertions = new Map<SQLiteTable, Insertion>();

  constructor(raw: Database.Database) {
    this.raw = raw;
    this.db = drizzle(raw);
  }

  /** How rows get into a table. */
  insertion(table: SQLiteTable): Insertion {
    const known = this.#insertions.get(table);
    if (known) return known;
    const insertion = new Insertion(this.raw, table);
    this.#insertions.set(table, insertion);
    return insertion;
  }

  /** What `build` gave for this key the first time. One key must always mean one statement. */
  prepared<Statement>(key: string, build: (db: BetterSQLite3Database) => Statement): Statement {
    const known = this.#prepared.get(key) as Statement | undefined; // stored below under the same key
    if (known !== undefined) return known;
    const statement = build(this.db);
    this.#prepared.set(key, statement);
    return statement;
  }

  /** A prepared change, as drizzle's `toSQL()` wrote it; answers how many rows it touched. */
  change(key: string, build: (db: BetterSQLite3Database) => Query, values: Readonly<Record<string, unknown>>): number {
    const { statement, binders } = this.prepared(key, (db) => this.#compile(build(db)));
    return statement.run(binders.map((bind) => bind(values))).changes;
  }

  /** A prepared query of one number. */
  number(key: string, build: (db: BetterSQLite3Database) => Query, values: Readonly<Record<string, unknown>>): number {
    const { statement, binders } = this.prepared(key, (db) => {
      const compiled = this.#compile(build(db));
      compiled.statement.pluck();
      return compiled;
    });
    return statement.get(binders.map((bind) => bind(values))) as number; // what the query is for
  }

  /** A query whose rows, as lists of their columns, come one by one; whoever has enough of them breaks off. */
  walk(query: Query): (values: Readonly<Record<string, unknown>>) => IterableIterator<readonly unknown[]> {
    const { statement, binders } = this.#compile(query);
    const rows = statement.raw();
    return (values) => rows.iterate(binders.map((bind) => bind(values))) as IterableIterator<unknown[]>; // what raw() says
  }

  /** Drizzle's own way of binding asks for the kind of each parameter at each call, which shows in a profile. */
  #compile(query: Query): { statement: Database.Statement; binders: Binder[] } {
    return { statement: this.raw.prepare(query.sql), binders: query.params.map(toBinder) };
  }

  /** A statement without parameters or rows. */
  execute(text: string): void {
    this.prepared(text, () => this.raw.prepare(text)).run();
  }

  close(): void {
    this.#prepared.clear();
    this.#insertions.clear();
    this.raw.close();
  }
}

type Binder = (values: Readonly<Record<string, unknown>>) => unknown;

function toBinder(parameter: unknown): Binder {
  if (is(parameter, Placeholder)) return (values) => values[parameter.name];
  if (is(parameter, Param) && is(parameter.value, Placeholder)) {
    const { encoder, value } = parameter;
    return (values) => encoder.mapToDriverValue(values[value.name]);
  }
  return () => parameter;
}

export interface ConnectionOptions {
  readonly path: string;
  readonly isReadOnly?: boolean;
  /** How long a statement itself waits for a lock of another connection; it blocks the process meanwhile. */
  readonly busyTimeoutMs?: number;
}

/** Opens a file, or a new database in memory, with the settings that hold per connection. */
export function openConnection({ path, isReadOnly = false, busyTimeoutMs = 5000 }: ConnectionOptions): Connection {
  const nativeBinding = loadNativeAddon('native/better_sqlite3.node') as string; // the driver takes the addon itself, too
  const raw = new Database(path, { nativeBinding, timeout: busyTimeoutMs, readonly: isReadOnly });
  raw.pragma('foreign_keys = ON');
  raw.pragma('temp_store = MEMORY');
  raw.pragma('cache_size = -16000');
  if (path === IN_MEMORY) raw.pragma('journal_mode = MEMORY');
  return new Connection(raw);
}

/** A file that is only ever locked: the settings above would already want to read it. */
export function openLockFile(path: string): Database.Database {
  const nativeBinding = loadNativeAddon('native/better_sqlite3.node') as string; // the driver takes the addon itself, too
  return new Database(path, { nativeBinding, timeout: 0 });
}

/** The settings of a new or known file; only the first connection of a process needs them. */
export function prepareFile(connection: Connection): void {
  const { raw } = connection;
  // Counts only before the first table is made; afterwards it says what is so already.
  raw.pragma('auto_vacuum = INCREMENTAL');
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('wal_autocheckpoint = 0');
  // What is deleted is overwritten wherever its page is written anyway (docs/decisions/0009-what-deleting-leaves.md).
  raw.pragma('secure_delete = FAST');
  raw.pragma(`journal_size_limit = ${LONGEST_LOG_BYTES}`);
}
