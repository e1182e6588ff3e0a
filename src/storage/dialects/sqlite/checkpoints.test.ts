import { expect, test } from 'vitest';
import { silentLog } from '../../../platform/log/index.ts';
import { testFolder } from '../../testing.ts';
import { Checkpoints } from './checkpoints.ts';
import { openConnection, prepareFile } from './connection.ts';

test('a checkpoint that fails while nobody waits is told to the log, and ends no process', async () => {
  using folder = testFolder();
  const connection = openConnection({ path: folder.path });
  prepareFile(connection);
  const told = Promise.withResolvers<string>();
  const checkpoints = new Checkpoints(connection, folder.path, { ...silentLog, warn: told.resolve });
  checkpoints.noteCommit();
  connection.close(); // from here on every checkpoint fails
  expect(await told.promise).toContain('could not be moved');
  checkpoints.close();
});
