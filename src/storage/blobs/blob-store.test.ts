import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { movableClock } from '../testing.ts';
import { hashOf } from './blob-store.ts';
import { FolderBlobs } from './folder-blobs.ts';
import { MemoryBlobs } from './memory-blobs.ts';

const clock = movableClock();

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dify-blobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const bytes = new TextEncoder().encode('some bytes');

async function* inPieces(...pieces: string[]) {
  for (const piece of pieces) yield new TextEncoder().encode(piece);
}

describe.each([
  ['a folder', () => new FolderBlobs(join(temporaryFolder(), 'blobs'), clock)],
  ['memory', () => new MemoryBlobs(clock)],
] as const)('blobs in %s', (_, make) => {
  test('come back by their hash, in whole and in part', async () => {
    const blobs = make();
    const stored = await blobs.put(bytes);
    expect(stored).toEqual({ hash: hashOf(bytes), size: 10 });
    expect(Buffer.from(await blobs.read(stored.hash)).toString()).toBe('some bytes');
    expect((await buffer(await blobs.openStream(stored.hash, { start: 5, end: 7 }))).toString()).toBe('byt');
    expect(await blobs.has(stored.hash)).toBe(true);
    expect(await blobs.has(hashOf(new Uint8Array()))).toBe(false);
  });

  test('a stream gives the same blob as its bytes, however often it comes', async () => {
    const blobs = make();
    const streamed = await blobs.putStream(inPieces('some', ' ', 'bytes'));
    expect(streamed).toEqual(await blobs.put(bytes));
    expect(await blobs.putStream(inPieces('some bytes'))).toEqual(streamed);
  });

  test('a stream that is too long or breaks leaves nothing', async () => {
    const blobs = make();
    const tooLong = blobs.putStream(inPieces('some', ' ', 'bytes'), { maxBytes: 9 });
    await expect(tooLong).rejects.toMatchObject({ code: 'file_too_large' });
    const breaking = (async function* () {
      yield bytes;
      throw new Error('connection lost');
    })();
    await expect(blobs.putStream(breaking)).rejects.toThrow('connection lost');
    expect(await blobs.has(hashOf(bytes))).toBe(false);
  });

  test('a blob that somebody stored again meanwhile is not swept', async () => {
    const blobs = make();
    const { hash } = await blobs.put(bytes);
    clock.advance(10_000);
    const cutoff = clock.now();
    clock.advance(10_000);
    await blobs.put(bytes);
    expect(await blobs.deleteUnused(hash, cutoff)).toBe(false);
    expect(await blobs.has(hash)).toBe(true);
    expect(await Array.fromAsync(blobs.list())).toEqual([hash]);
    expect(await blobs.deleteUnused(hash, clock.now() + 1000)).toBe(true);
    expect(await blobs.has(hash)).toBe(false);
    expect(await blobs.deleteUnused(hash, cutoff)).toBe(true);
  });
});

describe('what a killed process leaves behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dify-blobs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const blobs = new FolderBlobs(folder, clock);
  const hash = hashOf(bytes);
  const place = join(folder, hash.slice(0, 2), hash.slice(2));
  const aside = join(folder, 'incoming', `unused-${hash}`);

  test('a blob that a sweep had moved aside is read all the same, and put back', async () => {
    await blobs.put(bytes);
    renameSync(place, aside);
    expect(Buffer.from(await blobs.read(hash)).toString()).toBe('some bytes');
    expect((await buffer(await blobs.openStream(hash))).toString()).toBe('some bytes');
    await blobs.tidy(clock.now());
    expect(existsSync(place)).toBe(true);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });

  test('one that was stored again meanwhile stays as it is', async () => {
    renameSync(place, aside);
    await blobs.put(bytes);
    await blobs.tidy(clock.now());
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    expect(await Array.fromAsync(blobs.list())).toEqual([hash]);
  });

  test('a draft goes once it is old', async () => {
    writeFileSync(join(folder, 'incoming', 'draft'), 'half');
    await blobs.tidy(Date.now() - 60_000);
    expect(readdirSync(join(folder, 'incoming'))).toEqual(['draft']);
    await blobs.tidy(Date.now() + 60_000);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });
});

test('a name that is no hash reaches no file', async () => {
  const blobs = new FolderBlobs(temporaryFolder(), clock);
  await expect(blobs.read('../../etc/passwd')).rejects.toThrow('Not the hash of a blob');
  await expect(blobs.openStream(`${'a'.repeat(63)}/`)).rejects.toThrow('Not the hash of a blob');
});

test('a folder keeps no drafts', async () => {
  const folder = temporaryFolder();
  const blobs = new FolderBlobs(folder, clock);
  await Promise.all([blobs.put(bytes), blobs.put(bytes), blobs.putStream(inPieces('some bytes'))]);
  await blobs.putStream(inPieces('too long'), { maxBytes: 1 }).catch(() => {});
  expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
});
