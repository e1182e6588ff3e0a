import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  getTableName,
  type InferInsertModel,
  type InferSelectModel,
  isNull,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { KnownError } from '../../../kernel/index.ts';
import type { Connection } from './connection.ts';

/**
 * The statements that nearly every store needs, built once per shape and connection, then only bound. What is special
 * to a store it builds itself, with drizzle.
 */

export type SelectedRow<T extends SQLiteTable> = InferSelectModel<T>;
export type InsertedRow<T extends SQLiteTable> = InferInsertModel<T>;
/** Columns that must equal these values; null means that the column is null. */
export type Where<T extends SQLiteTable> = { readonly [Key in keyof SelectedRow<T>]?: SelectedRow<T>[Key] };
/** New values; what is absent or undefined stays. */
export type Patch<T extends SQLiteTable> = { readonly [Key in keyof SelectedRow<T>]?: SelectedRow<T>[Key] | undefined };

type Values = Record<string, unknown>;
type Db = Connection['db'];

/** Drizzle's builders cannot be typed over a table that is itself a type parameter. */
const asTable = (table: SQLiteTable): SQLiteTable => table;

const givenKeys = (values: Values) => Object.keys(values).filter((key) => values[key] !== undefined);

/** The columns of a condition, with those compared to null marked: what makes one statement another. */
function shapeOf(where: Values): { keys: string[]; shape: string } {
  const keys = Object.keys(where);
  const missing = keys.find((key) => where[key] === undefined);
  // Leaving it out would match every row.
  if (missing !== undefined) throw new Error(`A condition on "${missing}" has no value`);
  return { keys, shape: keys.map((key) => (where[key] === null ? `${key}?` : key)).join() };
}

function columnOf(table: SQLiteTable, key: string): SQLiteColumn {
  const column = getTableColumns(table)[key];
  if (!column) throw new Error(`Table ${getTableName(table)} has no column "${key}"`);
  return column as SQLiteColumn; // of a SQLite table
}

const WHERE = 'where_';

function conditionOf(table: SQLiteTable, where: Values, keys: readonly string[]): SQL | undefined {
  return and(
    ...keys.map((key) => {
      const column = columnOf(table, key);
      if (where[key] === null) return isNull(column);
      return eq(column, sql.param(sql.placeholder(WHERE + key), column)); // as the column writes it: a flag is a number
    }),
  );
}

function bound(where: Values, patch: Values = {}): Values {
  const values: Values = { ...patch };
  for (const key of Object.keys(where)) values[WHERE + key] = where[key];
  return values;
}

const placeholders = (keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, sql.placeholder(key)])) as Values;

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

export function deleteRows<T extends SQLiteTable>(connection: Connection, table: T, where: Where<T>): number {
  const { keys, shape } = shapeOf(where);
  const build = (db: Db) =>
    db
      .delete(asTable(table))
      .where(conditionOf(table, where, keys))
      .toSQL();
  return connection.change(`delete:${getTableName(table)}:${shape}`, build, bound(where));
}

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

export type Direction = 'ascending' | 'descending';

export interface Selection<T extends SQLiteTable> {
  readonly where: Where<T>;
  /** Further conditions, in drizzle's words. */
  readonly filter?: SQL | undefined;
  readonly orderBy: keyof SelectedRow<T> & string;
  readonly direction: Direction;
  /** The row after which to begin, in this order: keyset pagination. */
  readonly after?: SelectedRow<T> | undefined;
  readonly limit?: number;
  /** Rows to leave out before the first: pages that are counted. */
  readonly offset?: number;
}

type Ordering<T extends SQLiteTable> = Pick<Selection<T>, 'orderBy' | 'direction' | 'offset'>;

/** Rows in an order that is total: equal values are told apart by the order in which they were inserted. */
export function listRows<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  selection: Selection<T>,
): SelectedRow<T>[] {
  const { where, filter, orderBy, direction, after, limit, offset } = selection;
  const { keys, shape } = shapeOf(where);
  const build = (db: Connection['db']) =>
    db
      .select()
      .from(asTable(table))
      .where(and(conditionOf(table, where, keys), filter, after && startOf(table, selection)))
      .orderBy(...sortingOf(table, selection))
      .limit(sql.placeholder('limit'))
      .offset(sql.placeholder('offset'))
      .prepare();
  const pages = after === undefined ? offset !== undefined : 'after';
  const key = `list:${getTableName(table)}:${shape}:${orderBy}:${direction}:${pages}`;
  const statement = filter ? build(connection.db) : connection.prepared(key, build);
  const values = { ...bound(where), limit: limit ?? -1, offset: offset ?? 0 };
  return statement.all({ ...values, ...cursorOf(table, selection) }) as SelectedRow<T>[]; // all columns of the table
}

/** The place of a row in an order, and whether a further condition holds for it. */
export interface JudgedPlace {
  readonly id: string;
  readonly place: unknown;
  readonly isMatch: boolean;
}

/** A selection that is gone through piece by piece: where each begins is not its own matter. */
export interface Judging<T extends SQLiteTable> extends Omit<Selection<T>, 'after' | 'offset'> {
  readonly condition: SQL;
  readonly limit: number;
}

export interface JudgedPiece {
  readonly places: readonly JudgedPlace[];
  readonly isMore: boolean;
}

/**
 * How to go through a selection piece by piece: the next `limit` rows behind a place, each with the answer of the
 * condition, or as many as are judged within `mostMs` (at least one).
 */
export function judgeRows<T extends SQLiteTable>(connection: Connection, table: T, judging: Judging<T>) {
  const first = judgement(connection, table, judging);
  const next = judgement(connection, table, { ...judging, isContinued: true });
  return (after: JudgedPlace | undefined, mostMs: number): JudgedPiece => {
    const cursor = after && { after: after.place, afterTie: after.id };
    const places: JudgedPlace[] = [];
    const until = performance.now() + mostMs;
    for (const [id, place, answer] of (after ? next : first)({ ...bound(judging.where), ...cursor })) {
      places.push({ id: String(id), place, isMatch: answer === 1 });
      if (performance.now() > until) return { places, isMore: true };
    }
    return { places, isMore: places.length === judging.limit };
  };
}

function judgement<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  judging: Judging<T> & { readonly isContinued?: boolean },
) {
  const { where, filter, condition, limit, orderBy, direction, isContinued } = judging;
  const behind = isContinued ? startOf(table, { orderBy, direction }) : undefined;
  const query = connection.db
    .select({ id: tieBreaker(table), place: columnOf(table, orderBy), answer: sql`(${condition})` })
    .from(asTable(table))
    .where(and(conditionOf(table, where, shapeOf(where).keys), filter, behind))
    .orderBy(...sortingOf(table, judging))
    .limit(limit);
  return connection.walk(query.toSQL());
}

/**
 * Rows of one instant are told apart by their ids, or where pages are counted by the order in which SQLite keeps them:
 * its indexes hold that, so that what comes before the page is never read.
 */
function sortingOf<T extends SQLiteTable>(table: T, { orderBy, direction, offset }: Ordering<T>): SQL[] {
  const sorted = direction === 'ascending' ? asc : desc;
  return [sorted(columnOf(table, orderBy)), sorted(offset === undefined ? tieBreaker(table) : sql`${table}.rowid`)];
}

/** Behind the row of `after`. */
function startOf<T extends SQLiteTable>(table: T, { orderBy, direction }: Ordering<T>): SQL {
  const later = direction === 'ascending' ? sql.raw('>') : sql.raw('<');
  const place = sql`(${sql.placeholder('after')}, ${sql.placeholder('afterTie')})`;
  return sql`(${columnOf(table, orderBy)}, ${tieBreaker(table)}) ${later} ${place}`;
}

function cursorOf<T extends SQLiteTable>(table: T, { orderBy, after }: Selection<T>): Values {
  return after ? { after: after[orderBy], afterTie: (after as Values)[tieBreakerName(table)] } : {};
}

/** Ids ascend with the time of their making (UUID version 7), which makes them a fair second key. */
function tieBreaker(table: SQLiteTable): SQLiteColumn {
  return columnOf(table, tieBreakerName(table));
}

function tieBreakerName(table: SQLiteTable): string {
  const columns = getTableColumns(table);
  if ('id' in columns) return 'id';
  return Object.keys(columns)[0] ?? '';
}

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
