import { and, count, eq, getTableName, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { KnownError } from '../../../kernel/index.ts';
import {
  asTable,
  bound,
  columnOf,
  conditionOf,
  type Db,
  givenKeys,
  type InsertedRow,
  type Patch,
  placeholders,
  type SelectedRow,
  shapeOf,
  type Where,
} from './conditions.ts';
import type { Connection } from './connection.ts';

/**
 * The statements that nearly every store needs, built once per shape and connection, then only bound. What is special
 * to a store it builds itself, with drizzle.
 */

/** Inserts; a row with the same key is an error of the database. */
export function insertRow<T extends SQLiteTable>(connection: Connection, table: T, row: InsertedRow<T>): void {
  connection.insertion(table).one([row]);
}

/** What several objects hold of one row, the first that has a column before the others. */
export type RowLayers<T extends SQLiteTable> = readonly Patch<T>[];

/** Inserts a row without putting it together first, which costs more than binding it. */
export function insertLayers<T extends SQLiteTable>(connection: Connection, table: T, layers: RowLayers<T>): void {
  connection.insertion(table).one(layers);
}

/** Inserts such rows together: a few statements, however many columns each has. */
export function insertAllLayers<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  rows: readonly RowLayers<T>[],
): void {
  connection.insertion(table).all(rows);
}

/** Inserts, or leaves what has the same key as it is. Answers whether it was inserted. */
export function insertRowIfAbsent<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  row: InsertedRow<T>,
): boolean {
  return connection.insertion(table).oneIfAbsent([row]);
}

export interface UpsertOptions {
  /** The columns that tell rows apart: the primary key or a unique index. */
  readonly key: readonly string[];
  /** Columns that an existing row keeps. */
  readonly keep?: readonly string[];
  /** Columns that must agree: a row of another owner is no match but a conflict. */
  readonly owner?: readonly string[];
}

/** Inserts, or overwrites the row with the same key. */
export function upsertRow<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  row: InsertedRow<T>,
  { key, keep = [], owner = [] }: UpsertOptions,
): void {
  const keys = givenKeys(row);
  const excluded = (name: string) => sql.raw(`excluded."${columnOf(table, name).name}"`);
  const shape = [key, keep, owner, keys].map((names) => names.join()).join(':');
  const build = (db: Db) => {
    const replaced = keys.filter((name) => !key.includes(name) && !keep.includes(name));
    const set = Object.fromEntries(replaced.map((name) => [name, excluded(name)]));
    const target = key.map((name) => columnOf(table, name));
    const setWhere = and(...owner.map((name) => eq(columnOf(table, name), excluded(name))));
    const insert = db.insert(asTable(table)).values(placeholders(keys));
    return insert.onConflictDoUpdate({ target, set, ...(setWhere && { setWhere }) }).toSQL();
  };
  const changes = connection.change(`upsert:${getTableName(table)}:${shape}`, build, row);
  if (changes === 0) throw new KnownError('conflict', { message: `A row of ${getTableName(table)} is not yours` });
}

/** Changes the rows that match; answers how many there were. */
export function updateRows<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  where: Where<T>,
  patch: Patch<T>,
): number {
  const changed = givenKeys(patch);
  const { keys, shape } = shapeOf(where);
  if (changed.length === 0) return countRows(connection, table, where);
  const key = `update:${getTableName(table)}:${changed.join()}:${shape}`;
  const build = (db: Db) =>
    db
      .update(asTable(table))
      .set(placeholders(changed))
      .where(conditionOf(table, where, keys))
      .toSQL();
  return connection.change(key, build, bound(where, patch));
}

/** Deletes the rows that match; answers how many there were. */
export function deleteRows<T extends SQLiteTable>(connection: Connection, table: T, where: Where<T>): number {
  const { keys, shape } = shapeOf(where);
  const build = (db: Db) =>
    db
      .delete(asTable(table))
      .where(conditionOf(table, where, keys))
      .toSQL();
  return connection.change(`delete:${getTableName(table)}:${shape}`, build, bound(where));
}

/** One of the rows that match. */
export function findRow<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  where: Where<T>,
): SelectedRow<T> | undefined {
  const { keys, shape } = shapeOf(where);
  return connection
    .prepared(`find:${getTableName(table)}:${shape}`, (db) =>
      db
        .select()
        .from(asTable(table))
        .where(conditionOf(table, where, keys))
        .limit(1)
        .prepare(),
    )
    .get(bound(where)) as SelectedRow<T> | undefined; // all columns of the table
}

/** How many rows match. */
export function countRows<T extends SQLiteTable>(connection: Connection, table: T, where: Where<T>): number {
  const { keys, shape } = shapeOf(where);
  const build = (db: Db) =>
    db
      .select({ number: count() })
      .from(asTable(table))
      .where(conditionOf(table, where, keys))
      .toSQL();
  return connection.number(`count:${getTableName(table)}:${shape}`, build, bound(where));
}

/** How many rows match, and pass a condition in drizzle's words. */
export function countFiltered<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  where: Where<T>,
  filter: SQL | undefined,
): number {
  if (!filter) return countRows(connection, table, where);
  const condition = and(conditionOf(table, where, shapeOf(where).keys), filter);
  const query = connection.db.select({ number: count() }).from(asTable(table)).where(condition).prepare();
  return query.get(bound(where))?.number ?? 0;
}
