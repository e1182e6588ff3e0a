import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../testing/test-io.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...argv: string[]) => runCommandLine(['key', ...argv, '--data-dir', folder], { cwd: folder });

test('a key that is revoked is told, for people and for programs, and is gone', async () => {
  const create = async () => JSON.parse((await run('create', '--dataset', '--json')).stdout).id as string;
  const [one, two] = [await create(), await create()];
  expect(await run('revoke', one)).toMatchObject({ code: 0, stdout: '', stderr: `revoked ${one}\n` });
  const { stdout, stderr } = await run('revoke', two, '--json');
  expect([JSON.parse(stdout), stderr]).toEqual([{ revoked: two }, '']);
  expect(JSON.parse((await run('list', '--json')).stdout)).toEqual([]);
});
