import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openConnection } from '../../src/storage/dialects/sqlite/connection.ts';
import { listMigrations } from '../../src/storage/dialects/sqlite/migrate.ts';
import { openStorage } from '../../src/storage/index.ts';
import { buildProgram, runProgram } from './spawned-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'dify-upgrade-'));
const database = join(folder, 'data', 'dify.db');
const earlier = listMigrations().slice(0, -1);
beforeAll(buildProgram, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A database of the version before, with so much in it. */
async function writeEarlier(bytes: number): Promise<void> {
  await openStorage({ path: database, clock: systemClock, ids: createIdSource(), migrations: earlier }).close();
  const connection = openConnection({ path: database });
  connection.raw.exec('CREATE TABLE ballast (bytes BLOB)');
  connection.raw.prepare('INSERT INTO ballast VALUES (zeroblob(?))').run(bytes);
  connection.close();
}

test('a command that finds a large database of an earlier version says so on standard error only', async () => {
  await writeEarlier(110 * 1024 ** 2);
  const list = () => runProgram(['app', 'list', '--json', '--data-dir', 'data'], { cwd: folder });
  const upgraded = await list();
  expect(upgraded).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\s*[[{]/) });
  const [before, after, ...rest] = upgraded.stderr.trimEnd().split('\n');
  expect(before).toMatch(/^dify: Upgrading the database .*dify\.db \(copying 11\d MB to .*\.before-\d{4} first\) …$/);
  expect(after).toMatch(/^dify: Upgraded the database in .* s; what was there before is kept in .*\.before-\d{4}$/);
  expect(rest).toEqual([]);
  expect(await list()).toMatchObject({ code: 0, stdout: upgraded.stdout, stderr: '' });
}, 60_000);
