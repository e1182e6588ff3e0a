import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Clock, KnownError } from '../../kernel/index.ts';
import { syncFolder } from '../sync-folder.ts';
import { type BlobHash, type BlobStore, type ByteRange, hashOf, type StoredBlob } from './blob-store.ts';

const HASH = /^[0-9a-f]{64}$/;

/** Drafts, and blobs that a sweep has moved aside: `incoming/unused-<hash>`. */
const INCOMING = 'incoming';
const ASIDE = 'unused-';

/** Blobs as files `ab/cdef…` of a folder. A file appears under its name only when it is complete and on disk. */
export class FolderBlobs implements BlobStore {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  async put(bytes: Uint8Array): Promise<StoredBlob> {
    const hash = hashOf(bytes);
    if (!(await this.#touch(hash))) {
      const draft = await this.#openDraft();
      await this.#keep(draft, hash, () => draft.file.writeFile(bytes));
    }
    return { hash, size: bytes.byteLength };
  }

  async putStream(source: AsyncIterable<Uint8Array>, options: { maxBytes?: number } = {}): Promise<StoredBlob> {
    const digest = createHash('sha256');
    let size = 0;
    const draft = await this.#openDraft();
    try {
      for await (const chunk of source) {
        size += chunk.byteLength;
        if (size > (options.maxBytes ?? Number.POSITIVE_INFINITY)) throw tooLarge(options.maxBytes);
        digest.update(chunk);
        await draft.file.writeFile(chunk);
      }
    } catch (error) {
      await this.#discard(draft);
      throw error;
    }
    const hash = digest.digest('hex');
    if (await this.#touch(hash)) await this.#discard(draft);
    else await this.#keep(draft, hash);
    return { hash, size };
  }

  async read(hash: BlobHash): Promise<Uint8Array> {
    return this.#reach(hash, (path) => readFile(path));
  }

  async openStream(hash: BlobHash, range?: ByteRange): Promise<Readable> {
    return this.#reach(hash, async (path) => {
      await access(path); // an error now, not in the middle of an answer
      return createReadStream(path, range);
    });
  }

  async has(hash: BlobHash): Promise<boolean> {
    return (await stat(this.#pathOf(hash)).catch(absent)) !== undefined;
  }

  /**
   * Moved aside first: from then on who stores the bytes writes them anew, and who did so before left a fresh date. Where
   * a process dies in between, `tidy` puts them back.
   */
  async deleteUnused(hash: BlobHash, instant: number): Promise<boolean> {
    const path = this.#pathOf(hash);
    if (await this.#isUsedSince(path, instant)) return false;
    const aside = this.#asideOf(hash);
    await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
    const isThere = await rename(path, aside).then(() => true, absent);
    if (!isThere) return true;
    if (await this.#isUsedSince(aside, instant)) {
      await rename(aside, path);
      return false;
    }
    await rm(aside, { force: true });
    return true;
  }

  async *list(): AsyncGenerator<BlobHash> {
    for (const prefix of await entriesOf(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
      const hashes = (await entriesOf(join(this.#folder, prefix))).map((rest) => prefix + rest);
      yield* hashes.filter((hash) => HASH.test(hash));
    }
  }

  async tidy(instant: number): Promise<void> {
    const folder = join(this.#folder, INCOMING);
    for (const name of await entriesOf(folder)) {
      const path = join(folder, name);
      const hash = name.startsWith(ASIDE) ? name.slice(ASIDE.length) : '';
      if (HASH.test(hash)) await this.#putBack(hash, path);
      else if (!(await this.#isUsedSince(path, instant))) await rm(path, { force: true });
    }
  }

  /** Whoever stored the same bytes meanwhile has them under their name. */
  async #putBack(hash: BlobHash, aside: string): Promise<void> {
    if (await this.has(hash)) await rm(aside, { force: true });
    else await rename(aside, this.#pathOf(hash)).catch(absent);
  }

  async #isUsedSince(path: string, instant: number): Promise<boolean> {
    const found = await stat(path).catch(absent);
    return found !== undefined && found.mtimeMs >= instant;
  }

  /** The bytes lie under their name, or aside for the moment in which a sweep looks at them. */
  async #reach<T>(hash: BlobHash, use: (path: string) => Promise<T>): Promise<T> {
    const path = this.#pathOf(hash);
    for (const place of [path, this.#asideOf(hash)]) {
      const used = await use(place).catch(absent);
      if (used !== undefined) return used;
    }
    return use(path);
  }

  #asideOf(hash: BlobHash): string {
    return join(this.#folder, INCOMING, `${ASIDE}${hash}`);
  }

  #pathOf(hash: BlobHash): string {
    if (!HASH.test(hash)) throw new Error(`Not the hash of a blob: ${hash}`);
    return join(this.#folder, hash.slice(0, 2), hash.slice(2));
  }

  /** Marks known bytes as used now; false when they are not there. */
  async #touch(hash: BlobHash): Promise<boolean> {
    const now = new Date(this.#clock.now());
    return (await utimes(this.#pathOf(hash), now, now).then(() => true, absent)) ?? false;
  }

  async #openDraft(): Promise<Draft> {
    const path = join(this.#folder, INCOMING, randomUUID());
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return { path, file: await open(path, 'wx', 0o600) };
  }

  async #keep(draft: Draft, hash: BlobHash, write: () => Promise<void> = async () => {}): Promise<void> {
    try {
      await write();
      const now = new Date(this.#clock.now());
      await draft.file.utimes(now, now);
      await draft.file.sync();
      await draft.file.close();
      const path = this.#pathOf(hash);
      await makeFolder(dirname(path));
      await rename(draft.path, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await this.#discard(draft);
      throw error;
    }
  }

  async #discard(draft: Draft): Promise<void> {
    await draft.file.close().catch(() => {}); // closed already, or the error that brought us here says more
    await rm(draft.path, { force: true });
  }
}

interface Draft {
  readonly path: string;
  readonly file: FileHandle;
}

/** Makes a folder that survives a power cut, and those above it that are missing. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

async function entriesOf(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(absent)) ?? [];
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

export function tooLarge(maxBytes: number | undefined): KnownError {
  return new KnownError('file_too_large', { message: `File size exceeded: more than ${maxBytes} bytes` });
}
