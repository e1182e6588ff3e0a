import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CachedFile, cacheRoot, unpack } from './cache-folder.ts';

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'dify-cache-')), 'cache');
});
afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

function fileOf(text: string): CachedFile {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { fileName: 'vec0.so', sha256, read: () => Buffer.from(text) };
}

/** Fails when the content is asked for: the copy on disk must do. */
const unread = (file: CachedFile): CachedFile => ({
  ...file,
  read: () => {
    throw new Error('was read again');
  },
});

test('a file is written once, for its owner only, and found again', () => {
  const path = unpack(fileOf('native'), root);
  expect(readFileSync(path, 'utf8')).toBe('native');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(unpack(unread(fileOf('native')), root)).toBe(path);
  expect(readdirSync(dirname(path))).toEqual(['vec0.so']);
});

test('a damaged copy is noticed and replaced', () => {
  const path = unpack(fileOf('native'), root);
  writeFileSync(path, 'damaged');
  unpack(fileOf('native'), root);
  expect(readFileSync(path, 'utf8')).toBe('native');
});

test('two versions of a file do not meet', () => {
  expect(unpack(fileOf('one'), root)).not.toBe(unpack(fileOf('two'), root));
});

test('a folder that others can write to is refused and the way out is named', () => {
  const folder = dirname(unpack(fileOf('native'), root));
  chmodSync(folder, 0o777);
  expect(() => unpack(fileOf('native'), root)).toThrow(/cannot be used: .* can be written by other users/);
  expect(() => unpack(fileOf('native'), root)).toThrow(expect.objectContaining({ code: 'cache_directory_invalid' }));
});

test('a file in the place of the folder is refused', () => {
  mkdirSync(dirname(root), { recursive: true });
  writeFileSync(root, '');
  expect(() => unpack(fileOf('native'), root)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('DIFY_CACHE_DIR') }),
  );
});

test.each([
  [{ DIFY_CACHE_DIR: '/here', XDG_CACHE_HOME: '/there' }, '/here'],
  [{ XDG_CACHE_HOME: '/there' }, '/there/dify'],
])('the cache folder of %j is %s', (env, expected) => {
  expect(cacheRoot(env)).toBe(expected);
});
