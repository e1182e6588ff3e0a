import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestFolder, testFolder } from '../../testing.ts';
import { type Connection, openConnection, prepareFile } from './connection.ts';
import { LogFile } from './log-file.ts';

let folder: TestFolder;
let connection: Connection;
beforeEach(() => {
  folder = testFolder();
  connection = openConnection({ path: folder.path });
  prepareFile(connection);
});
afterEach(() => {
  connection.close();
  folder[Symbol.dispose]();
});

test('the log is brought to disk, also after SQLite began it anew', async () => {
  connection.raw.exec('CREATE TABLE notes (text TEXT)');
  const log = new LogFile(folder.path);
  await log.sync();
  connection.raw.pragma('wal_checkpoint(TRUNCATE)');
  connection.raw.exec("INSERT INTO notes VALUES ('a')");
  await expect(log.sync()).resolves.toBeUndefined();
  log.close();
});

test('a log that is not there is an error, not a promise that was kept', async () => {
  const log = new LogFile(`${folder.path}-elsewhere`);
  await expect(log.sync()).rejects.toThrow('ENOENT');
  log.close();
});
