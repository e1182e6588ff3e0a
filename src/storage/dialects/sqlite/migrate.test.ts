import { closeSync, existsSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KnownError } from '../../../kernel/index.ts';
import { silentLog } from '../../../platform/log/index.ts';
import { type TestFolder, testFolder } from '../../testing.ts';
import { type Connection, openConnection, prepareFile } from './connection.ts';
import { migrate, type Upgrading } from './migrate.ts';

const first = { name: '0000-notes', statements: () => 'CREATE TABLE notes (text TEXT NOT NULL)' };
const second = { name: '0001-dates', statements: () => 'ALTER TABLE notes ADD COLUMN at INTEGER' };

let folder: TestFolder;
let connection: Connection;
let told: string[];
let logged: string[];
let upgrading: Upgrading;
beforeEach(() => {
  folder = testFolder();
  [told, logged] = [[], []];
  const note = (text: string) => logged.push(text);
  upgrading = { migrations: [first, second], log: { ...silentLog, info: note }, tell: (text) => told.push(text) };
  connection = openConnection({ path: folder.path });
  prepareFile(connection);
  migrate(connection, folder.path, { ...upgrading, migrations: [first] });
});
afterEach(() => {
  connection.close();
  folder[Symbol.dispose]();
});

const fill = (bytes: number) => connection.raw.prepare('INSERT INTO notes VALUES (zeroblob(?))').run(bytes);
const version = () => connection.raw.pragma('user_version', { simple: true });
const columns = () => (connection.raw.pragma('table_info(notes)') as unknown[]).length; // one row per column
/** What lies in the folder beside the database and its log. */
const beside = () => readdirSync(dirname(folder.path)).filter((name) => !/^dify\.db(-wal|-shm)?$/.test(name));
/** What follows a page of a long text is gone. */
const damage = (path: string, page: number) => {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4, 0xff), 0, 4, page * 4096);
  closeSync(file);
};
const failureOf = (upgrade: Partial<Upgrading> = {}): KnownError => {
  try {
    migrate(connection, folder.path, { ...upgrading, ...upgrade });
  } catch (error) {
    return error as KnownError; // looked at below
  }
  throw new Error('it was upgraded');
};

test('an upgrade that takes a moment is told to the log only', () => {
  migrate(connection, folder.path, upgrading);
  expect(told).toEqual([]);
  expect(logged).toEqual([
    'Upgrading the database, which is copied first',
    'Upgraded the database; what was there before is kept',
  ]);
});

test('a large database says what is done with it, how much is copied and where the copy lies', () => {
  fill(101 * 1024 ** 2);
  migrate(connection, folder.path, upgrading);
  const snapshot = `${folder.path}.before-0001`;
  expect(told).toEqual([
    `Upgrading the database ${folder.path} (copying 102 MB to ${snapshot} first) …`,
    expect.stringMatching(/^Upgraded the database in \d+\.\d s; what was there before is kept in .*\.before-0001$/),
  ]);
  expect(statSync(snapshot).size).toBeGreaterThan(101 * 1024 ** 2);
});

test('a disk without room for the copy is told before anything is written', () => {
  fill(3_000_000);
  const error = failureOf({ freeBytes: () => 2_500_000 });
  expect(error).toMatchObject({ code: 'data_directory_invalid', hint: expect.stringContaining('as it was') });
  expect(error.message).toContain(`needs 3 MB, and ${dirname(folder.path)} has 2 MB left`);
  expect([version(), columns(), beside(), logged]).toEqual([1, 1, [], []]);
  migrate(connection, folder.path, { ...upgrading, freeBytes: () => 4_000_000 });
  expect([version(), columns()]).toEqual([2, 2]);
});

test('what a copy left that was ended half way takes no room from the next one', () => {
  const draft = `${folder.path}.before-0001.draft`;
  writeFileSync(draft, 'half');
  const freeBytes = () => (existsSync(draft) ? 0 : 1_000_000);
  migrate(connection, folder.path, { ...upgrading, freeBytes });
  expect(beside()).toEqual(['dify.db.before-0001']);
});

test('pages that hold nothing need no room', () => {
  fill(3_000_000);
  connection.raw.exec('DELETE FROM notes');
  migrate(connection, folder.path, { ...upgrading, freeBytes: () => 100_000 });
  expect(version()).toBe(2);
});

test('a copy that fails half way is removed, and the database is as it was', () => {
  fill(3_000_000);
  connection.close();
  damage(folder.path, 400); // noticed when the copy comes to it
  connection = openConnection({ path: folder.path });
  const error = failureOf();
  expect(error.code).toBe('data_directory_invalid');
  expect(error.message).toContain(`could not be copied to ${folder.path}.before-0001 first`);
  expect(error.cause).toBeInstanceOf(Error);
  expect([version(), columns(), beside()]).toEqual([1, 1, []]);
});

test('who finds the database locked is told so, and goes on when it is free', () => {
  const other = openConnection({ path: folder.path });
  other.raw.exec('BEGIN IMMEDIATE');
  const listening = {
    ...upgrading,
    tell: (text: string) => {
      told.push(text);
      if (other.raw.inTransaction) other.raw.exec('COMMIT');
    },
  };
  migrate(connection, folder.path, listening);
  expect(told[0]).toBe(`Waiting for another process that writes to the database ${folder.path} …`);
  expect(version()).toBe(2);
  other.close();
});

test('who waits too long is told what would help', () => {
  const other = openConnection({ path: folder.path });
  other.raw.exec('BEGIN IMMEDIATE');
  const error = failureOf({ patienceMs: 1 });
  expect(error).toMatchObject({ code: 'data_directory_invalid', hint: 'End that process, then try again.' });
  expect(error.message).toContain(`has been writing to the database ${folder.path} for more than`);
  other.raw.exec('ROLLBACK');
  other.close();
});
