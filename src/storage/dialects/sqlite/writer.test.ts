import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../platform/log/index.ts';
import { type TestFolder, testFolder } from '../../testing.ts';
import { type Connection, openConnection, prepareFile } from './connection.ts';
import { Writer } from './writer.ts';

let folder: TestFolder;
let connection: Connection;
let commits: number;
let sync: () => Promise<void>;
let writer: Writer;
beforeEach(() => {
  folder = testFolder();
  connection = openConnection({ path: folder.path, busyTimeoutMs: 0 });
  prepareFile(connection);
  connection.raw.exec('CREATE TABLE notes (text TEXT NOT NULL UNIQUE)');
  commits = 0;
  sync = async () => {};
  writer = new Writer(connection, {
    log: silentLog,
    sync: () => sync(),
    afterCommit: () => {
      commits += 1;
    },
  });
});
afterEach(async () => {
  await writer.close();
  connection.close();
  folder[Symbol.dispose]();
});

const insert = (text: string | null) => (to: Connection) =>
  to.raw.prepare('INSERT INTO notes VALUES (?)').run(text).changes;
const notes = () => connection.raw.prepare('SELECT text FROM notes ORDER BY rowid').pluck().all();

test('what is submitted together shares a commit, in the order in which it came', async () => {
  const texts = Array.from({ length: 100 }, (_, index) => `note ${index}`);
  await Promise.all(texts.map((text) => writer.submit(insert(text))));
  expect(commits).toBe(1);
  expect(notes()).toEqual(texts);
});

test('a commit takes no more than a process can bear, and the rest follows', async () => {
  await Promise.all(Array.from({ length: 600 }, (_, index) => writer.submit(insert(`note ${index}`))));
  expect(commits).toBe(3);
  expect(notes()).toHaveLength(600);
});

test('who writes in a loop leaves the process to others in between', async () => {
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  let isOver = false;
  setImmediate(turn);
  for (let index = 0; index < 50; index++) await writer.submit(insert(`note ${index}`));
  isOver = true;
  expect(turns).toBeGreaterThan(45);
});

test('an entry that fails takes nothing along, and leaves nothing behind', async () => {
  const halfway = (to: Connection) => {
    insert('halfway')(to);
    insert(null)(to);
  };
  const settled = await Promise.allSettled(
    [insert('before'), halfway, insert('after')].map((work) => writer.submit(work)),
  );
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([commits, notes()]).toEqual([1, ['before', 'after']]);
});

test('a promise is kept only when its commit is on disk', async () => {
  const other = openConnection({ path: folder.path, isReadOnly: true });
  await writer.submit(insert('kept'));
  expect(other.raw.prepare('SELECT text FROM notes').pluck().all()).toEqual(['kept']);
  other.close();
});

test('a lock of another process is waited for without blocking this one', async () => {
  const other = openConnection({ path: folder.path });
  other.raw.exec('BEGIN IMMEDIATE');
  const waiting = writer.submit(insert('patient'));
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate); // others work meanwhile
  expect(commits).toBe(0);
  other.raw.exec('COMMIT');
  await waiting;
  expect(notes()).toEqual(['patient']);
  other.close();
});

test('a commit that fails is told to all whose work was in it, and the next one goes on', async () => {
  connection.raw.exec(
    'PRAGMA foreign_keys = ON; CREATE TABLE children (text TEXT REFERENCES notes(text) DEFERRABLE INITIALLY DEFERRED)',
  );
  const orphan = (to: Connection) => to.raw.prepare("INSERT INTO children VALUES ('nobody')").run();
  const settled = await Promise.allSettled([writer.submit(insert('with it')), writer.submit(orphan)]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(notes()).toEqual([]);
  await writer.submit(insert('next'));
  expect(notes()).toEqual(['next']);
});

test('nobody is told before the disk has it, and what comes meanwhile shares the next commit', async () => {
  const disk = Promise.withResolvers<void>();
  sync = () => disk.promise;
  const told: string[] = [];
  const write = (text: string) => writer.submit(insert(text)).then(() => told.push(text));
  const first = write('first');
  await vi.waitFor(() => expect(notes()).toEqual(['first']));
  const others = Promise.all([write('second'), write('third')]);
  await new Promise(setImmediate);
  expect({ told, notes: notes() }).toEqual({ told: [], notes: ['first'] });
  sync = async () => {};
  disk.resolve();
  await Promise.all([first, others]);
  expect({ told, commits }).toEqual({ told: ['first', 'second', 'third'], commits: 2 });
});

test('a disk that fails is told to those whose commit it was, and to no one else', async () => {
  sync = async () => {
    throw new Error('EIO');
  };
  await expect(writer.submit(insert('lost'))).rejects.toThrow('EIO');
  sync = async () => {};
  expect(await writer.submit(insert('kept'))).toBe(1);
});
