import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDataDirectory } from './data-directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'dify-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('folders are made as deep as needed, for their owner only, and once', () => {
  const path = join(folder, 'a/b/c');
  openDataDirectory(path);
  openDataDirectory(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('a file in its place is told', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect(() => openDataDirectory(path)).toThrow(`${path} cannot be made: a file of that name is there`);
  expect(() => openDataDirectory(join(path, 'below'))).toThrow(
    expect.objectContaining({ code: 'data_directory_invalid' }),
  );
});

test.skipIf(!existsSync('/proc/self'))('a place that holds no folders is told at once', () => {
  expect(() => openDataDirectory('/proc/nothing/here')).toThrow('cannot be made: ENOENT');
});
