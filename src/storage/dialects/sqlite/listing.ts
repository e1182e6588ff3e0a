import { and, asc, desc, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import {
  asTable,
  bound,
  columnOf,
  conditionOf,
  type SelectedRow,
  shapeOf,
  type Values,
  type Where,
} from './conditions.ts';
import type { Connection } from './connection.ts';

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

/**
 * Rows of one instant are told apart by their ids, or where pages are counted by the order in which SQLite keeps them:
 * its indexes hold that, so that what comes before the page is never read.
 */
export function sortingOf<T extends SQLiteTable>(table: T, { orderBy, direction, offset }: Ordering<T>): SQL[] {
  const sorted = direction === 'ascending' ? asc : desc;
  return [sorted(columnOf(table, orderBy)), sorted(offset === undefined ? tieBreaker(table) : sql`${table}.rowid`)];
}

/** Behind the row of `after`. */
export function startOf<T extends SQLiteTable>(table: T, { orderBy, direction }: Ordering<T>): SQL {
  const later = direction === 'ascending' ? sql.raw('>') : sql.raw('<');
  const place = sql`(${sql.placeholder('after')}, ${sql.placeholder('afterTie')})`;
  return sql`(${columnOf(table, orderBy)}, ${tieBreaker(table)}) ${later} ${place}`;
}

function cursorOf<T extends SQLiteTable>(table: T, { orderBy, after }: Selection<T>): Values {
  return after ? { after: after[orderBy], afterTie: (after as Values)[tieBreakerName(table)] } : {};
}

/** Ids ascend with the time of their making (UUID version 7), which makes them a fair second key. */
export function tieBreaker(table: SQLiteTable): SQLiteColumn {
  return columnOf(table, tieBreakerName(table));
}

function tieBreakerName(table: SQLiteTable): string {
  const columns = getTableColumns(table);
  if ('id' in columns) return 'id';
  return Object.keys(columns)[0] ?? '';
}
