/**
 * Writes the next migration of each dialect from the tables in src/storage/tables, with drizzle-kit.
 * Usage: node bin/generate-migrations.ts NAME
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { tables as postgresTables } from '../src/storage/dialects/postgres/schema.ts';
import { tables as sqliteTables } from '../src/storage/dialects/sqlite/schema.ts';

interface Dialect<Snapshot> {
  readonly name: string;
  empty(): Snapshot | Promise<Snapshot>;
  current(previousId: string): Snapshot | Promise<Snapshot>;
  difference(from: Snapshot, to: Snapshot): Promise<string[]>;
}

const sqlite: Dialect<Awaited<ReturnType<typeof generateSQLiteDrizzleJson>>> = {
  name: 'sqlite',
  empty: () => generateSQLiteDrizzleJson({}),
  current: (previousId) => generateSQLiteDrizzleJson(sqliteTables, previousId),
  difference: generateSQLiteMigration,
};

const postgres: Dialect<ReturnType<typeof generateDrizzleJson>> = {
  name: 'postgres',
  empty: () => generateDrizzleJson({}),
  current: (previousId) => generateDrizzleJson(postgresTables, previousId),
  difference: generateMigration,
};

async function generate<Snapshot extends { id: string }>(dialect: Dialect<Snapshot>, name: string): Promise<void> {
  const folder = resolve(import.meta.dirname, '../src/storage/dialects', dialect.name, 'migrations');
  mkdirSync(join(folder, 'meta'), { recursive: true });
  const written = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const number = (index: number) => String(index).padStart(4, '0');
  const latest = join(folder, 'meta', `${number(written.length - 1)}.json`);
  const before: Snapshot = existsSync(latest) ? JSON.parse(readFileSync(latest, 'utf8')) : await dialect.empty();
  const after = await dialect.current(before.id);
  const statements = await dialect.difference(before, after);
  if (statements.length === 0) return console.log(`${dialect.name}: nothing changed`);
  const file = `${number(written.length)}-${name}.sql`;
  writeFileSync(join(folder, file), `${statements.join('\n')}\n`);
  writeFileSync(join(folder, 'meta', `${number(written.length)}.json`), JSON.stringify(after, null, 1));
  console.log(`${dialect.name}: ${file}, ${statements.length} statements`);
}

const name = process.argv[2];
if (!name || !/^[a-z0-9-]+$/.test(name)) throw new Error('Give the migration a name in kebab-case.');
await generate(sqlite, name);
await generate(postgres, name);
