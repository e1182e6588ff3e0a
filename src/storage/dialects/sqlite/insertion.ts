import type Database from 'better-sqlite3';
import { Column, getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

type Values = Readonly<Record<string, unknown>>;
/** A row in layers: for each column the first that has a value counts. They need not be put together first. */
export type LayeredRow = readonly Values[];

/** More rows at a time go in several statements, each of which is kept. */
const MOST_ROWS = 16;

/**
 * How rows get into one table. A statement names every column, and every value is bound by its place: which columns a
 * row has need not be found out again for each, which would cost more than SQLite does. What a row does not have gets
 * the column's default.
 */
export class Insertion {
  readonly #raw: Database.Database;
  readonly #head: string;
  readonly #columns: readonly BoundColumn[];
  readonly #statements = new Map<number | 'if-absent', Database.Statement<unknown[]>>();

  constructor(raw: Database.Database, table: SQLiteTable) {
    const columns = Object.entries(getTableColumns(table));
    this.#raw = raw;
    this.#columns = columns.map(([key, column]) => boundColumn(key, column));
    const names = columns.map(([, column]) => quoted(column.name)).join(', ');
    this.#head = `insert into ${quoted(getTableName(table))} (${names}) values `;
  }

  one(row: LayeredRow): void {
    this.#statement(1).run(this.#bind([row]));
  }

  /** False when a row with the same key was there already; it stays as it is. */
  oneIfAbsent(row: LayeredRow): boolean {
    return this.#statement('if-absent').run(this.#bind([row])).changes > 0;
  }

  all(rows: readonly LayeredRow[]): void {
    for (let from = 0; from < rows.length; from += MOST_ROWS) {
      const some = rows.length <= MOST_ROWS ? rows : rows.slice(from, from + MOST_ROWS);
      this.#statement(some.length).run(this.#bind(some));
    }
  }

  #statement(kind: number | 'if-absent'): Database.Statement<unknown[]> {
    const known = this.#statements.get(kind);
    if (known) return known;
    const places = `(${this.#columns.map(() => '?').join(', ')})`;
    const text =
      kind === 'if-absent'
        ? `${this.#head}${places} on conflict do nothing`
        : this.#head + Array.from({ length: kind }, () => places).join(', ');
    const statement = this.#raw.prepare<unknown[]>(text);
    this.#statements.set(kind, statement);
    return statement;
  }

  #bind(rows: readonly LayeredRow[]): unknown[] {
    const bound: unknown[] = [];
    for (const row of rows) {
      for (const { key, fallback, encode } of this.#columns) {
        const value = firstValue(row, key);
        if (value === undefined) bound.push(fallback);
        else bound.push(encode ? encode(value) : value);
      }
    }
    return bound;
  }
}

function firstValue(row: LayeredRow, key: string): unknown {
  for (const layer of row) {
    const value = layer[key];
    if (value !== undefined) return value;
  }
  return undefined;
}

interface BoundColumn {
  readonly key: string;
  /** What stands in the column of a row that does not name it, as the database takes it. */
  readonly fallback: unknown;
  /** Absent where a value is bound as it is. */
  readonly encode: ((value: unknown) => unknown) | undefined;
}

function boundColumn(key: string, column: Column): BoundColumn {
  const isPlain = column.mapToDriverValue === Column.prototype.mapToDriverValue;
  const fallback = column.default === undefined ? null : column.mapToDriverValue(column.default);
  return { key, fallback, encode: isPlain ? undefined : (value) => column.mapToDriverValue(value) };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
