import {
  and,
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
import type { Connection } from './connection.ts';

/*
 * What statements are made of: rows, conditions on their columns, and the values that are bound to both.
 */

export type SelectedRow<T extends SQLiteTable> = InferSelectModel<T>;
export type InsertedRow<T extends SQLiteTable> = InferInsertModel<T>;
/** Columns that must equal these values; null means that the column is null. */
export type Where<T extends SQLiteTable> = { readonly [Key in keyof SelectedRow<T>]?: SelectedRow<T>[Key] };
/** New values; what is absent or undefined stays. */
export type Patch<T extends SQLiteTable> = { readonly [Key in keyof SelectedRow<T>]?: SelectedRow<T>[Key] | undefined };

export type Values = Record<string, unknown>;
export type Db = Connection['db'];

/** Drizzle's builders cannot be typed over a table that is itself a type parameter. */
export const asTable = (table: SQLiteTable): SQLiteTable => table;

export const givenKeys = (values: Values) => Object.keys(values).filter((key) => values[key] !== undefined);

/** The columns of a condition, with those compared to null marked: what makes one statement another. */
export function shapeOf(where: Values): { keys: string[]; shape: string } {
  const keys = Object.keys(where);
  const missing = keys.find((key) => where[key] === undefined);
  // Leaving it out would match every row.
  if (missing !== undefined) throw new Error(`A condition on "${missing}" has no value`);
  return { keys, shape: keys.map((key) => (where[key] === null ? `${key}?` : key)).join() };
}

export function columnOf(table: SQLiteTable, key: string): SQLiteColumn {
  const column = getTableColumns(table)[key];
  if (!column) throw new Error(`Table ${getTableName(table)} has no column "${key}"`);
  return column as SQLiteColumn; // of a SQLite table
}

const WHERE = 'where_';

export function conditionOf(table: SQLiteTable, where: Values, keys: readonly string[]): SQL | undefined {
  return and(
    ...keys.map((key) => {
      const column = columnOf(table, key);
      if (where[key] === null) return isNull(column);
      return eq(column, sql.param(sql.placeholder(WHERE + key), column)); // as the column writes it: a flag is a number
    }),
  );
}

export function bound(where: Values, patch: Values = {}): Values {
  const values: Values = { ...patch };
  for (const key of Object.keys(where)) values[WHERE + key] = where[key];
  return values;
}

export const placeholders = (keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, sql.placeholder(key)])) as Values;
