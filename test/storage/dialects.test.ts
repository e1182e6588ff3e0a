import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { tables as postgres } from '../../src/storage/dialects/postgres/schema.ts';
import { tables as sqlite } from '../../src/storage/dialects/sqlite/schema.ts';

/** Table and column names, nullability and defaults: what both dialects must agree on. */
function outline(tables: Record<string, Table>) {
  return Object.fromEntries(
    Object.values(tables).map((table) => [
      getTableName(table),
      Object.fromEntries(
        Object.entries(getTableColumns(table)).map(([key, column]) => [
          key,
          { name: column.name, notNull: column.notNull, hasDefault: column.hasDefault, isKey: column.primary },
        ]),
      ),
    ]),
  );
}

test('both dialects have the same tables, columns and nullability', () => {
  expect(outline(postgres)).toEqual(outline(sqlite));
});

const folder = (dialect: string) => resolve(import.meta.dirname, `../../src/storage/dialects/${dialect}/migrations`);
const migrationsOf = (dialect: string) => readdirSync(folder(dialect)).filter((name) => name.endsWith('.sql'));

test('both dialects have the same migrations', () => {
  expect(migrationsOf('postgres')).toEqual(migrationsOf('sqlite'));
});

test.each(['sqlite', 'postgres'])('the last migration of %s knows every column of the tables', (dialect) => {
  const snapshots = readdirSync(resolve(folder(dialect), 'meta')).sort();
  const snapshot = JSON.parse(readFileSync(resolve(folder(dialect), 'meta', snapshots.at(-1) ?? ''), 'utf8'));
  const migrated = Object.values<{ name: string; columns: Record<string, { name: string; notNull: boolean }> }>(
    snapshot.tables,
  );
  const names = migrated.map(({ name, columns }) => [
    name,
    Object.values(columns)
      .map((column) => `${column.name}${column.notNull ? '!' : ''}`)
      .sort(),
  ]);
  const expected = Object.values(dialect === 'sqlite' ? sqlite : postgres).map((table) => [
    getTableName(table),
    Object.values(getTableColumns(table as Table))
      .map((column) => `${column.name}${column.notNull ? '!' : ''}`)
      .sort(),
  ]);
  expect(Object.fromEntries(names)).toEqual(Object.fromEntries(expected));
});
