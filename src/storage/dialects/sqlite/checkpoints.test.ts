import { statSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../platform/log/index.ts';
import { testFolder } from '../../testing.ts';
import { Checkpoints } from './checkpoints.ts';
import { FULL_LOG_BYTES, openConnection, prepareFile } from './connection.ts';

afterEach(() => void vi.useRealTimers());

test('a checkpoint that fails while nobody waits is told to the log, and ends no process', async () => {
  using folder = testFolder();
  const connection = openConnection({ path: folder.path });
  prepareFile(connection);
  const told = Promise.withResolvers<string>();
  const checkpoints = new Checkpoints(connection, { ...silentLog, warn: told.resolve });
  checkpoints.noteCommit();
  connection.close(); // from here on every checkpoint fails
  expect(await told.promise).toContain('could not be moved');
  checkpoints.close();
});

test('a log is written over when it is full, and cut when writing pauses', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  using folder = testFolder();
  const connection = openConnection({ path: folder.path });
  prepareFile(connection);
  const checkpoints = new Checkpoints(connection, silentLog);
  const logBytes = () => statSync(`${folder.path}-wal`).size;
  connection.raw.exec('CREATE TABLE texts (text TEXT)');
  const insert = connection.raw.prepare('INSERT INTO texts VALUES (?)');
  const sizes: number[] = [];
  for (let written = 0; written < 3 * FULL_LOG_BYTES; written += 1_000_000) {
    insert.run('x'.repeat(1_000_000));
    checkpoints.noteCommit();
    sizes.push(logBytes());
  }
  expect(Math.max(...sizes)).toBeLessThan(1.25 * FULL_LOG_BYTES);
  expect(sizes.every((size, at) => size >= (sizes[at - 1] ?? 0))).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(logBytes()).toBe(0);
  insert.run('it goes on');
  checkpoints.noteCommit();
  checkpoints.close();
  connection.close();
});

test('a reader that stays keeps the log, which is told of once, and cut when it has left', () => {
  using folder = testFolder();
  const connection = openConnection({ path: folder.path });
  prepareFile(connection);
  const warnings: string[] = [];
  const checkpoints = new Checkpoints(connection, { ...silentLog, warn: (text) => void warnings.push(text) });
  connection.raw.exec('CREATE TABLE texts (text TEXT)');
  const reader = openConnection({ path: folder.path, isReadOnly: true });
  reader.raw.exec('BEGIN');
  reader.raw.prepare('SELECT count(*) FROM texts').get();
  const insert = connection.raw.prepare('INSERT INTO texts VALUES (?)');
  const write = (bytes: number) => {
    for (let written = 0; written < bytes; written += 1_000_000) {
      insert.run('x'.repeat(1_000_000));
      checkpoints.noteCommit();
    }
  };
  write(5 * FULL_LOG_BYTES);
  expect(warnings).toEqual(['A reader keeps the write-ahead log from being cut']);
  reader.raw.exec('COMMIT');
  reader.close();
  write(2_000_000);
  expect(statSync(`${folder.path}-wal`).size).toBeLessThan(1.5 * FULL_LOG_BYTES);
  checkpoints.close();
  connection.close();
});
