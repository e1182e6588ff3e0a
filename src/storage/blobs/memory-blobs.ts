import { Readable } from 'node:stream';
import type { Clock } from '../../kernel/index.ts';
import { type BlobHash, type BlobStore, type ByteRange, hashOf, type StoredBlob } from './blob-store.ts';
import { tooLarge } from './folder-blobs.ts';

/** Blobs of a scratch instance. */
export class MemoryBlobs implements BlobStore {
  readonly #blobs = new Map<BlobHash, { bytes: Uint8Array; touchedAt: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async put(bytes: Uint8Array): Promise<StoredBlob> {
    const hash = hashOf(bytes);
    this.#blobs.set(hash, { bytes: bytes.slice(), touchedAt: this.#clock.now() });
    return { hash, size: bytes.byteLength };
  }

  async putStream(source: AsyncIterable<Uint8Array>, options: { maxBytes?: number } = {}): Promise<StoredBlob> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > (options.maxBytes ?? Number.POSITIVE_INFINITY)) throw tooLarge(options.maxBytes);
      chunks.push(chunk);
    }
    return this.put(Buffer.concat(chunks));
  }

  async read(hash: BlobHash): Promise<Uint8Array> {
    return this.#get(hash);
  }

  async openStream(hash: BlobHash, range?: ByteRange): Promise<Readable> {
    const bytes = this.#get(hash);
    return Readable.from([Buffer.from(range ? bytes.subarray(range.start, range.end + 1) : bytes)]);
  }

  async has(hash: BlobHash): Promise<boolean> {
    return this.#blobs.has(hash);
  }

  async deleteUnused(hash: BlobHash, instant: number): Promise<boolean> {
    const blob = this.#blobs.get(hash);
    if (blob && blob.touchedAt >= instant) return false;
    this.#blobs.delete(hash);
    return true;
  }

  async *list(): AsyncGenerator<BlobHash> {
    yield* this.#blobs.keys();
  }

  /** Nothing outlives the process. */
  async tidy(): Promise<void> {}

  #get(hash: BlobHash): Uint8Array {
    const blob = this.#blobs.get(hash);
    if (!blob) throw new Error(`There is no blob ${hash}`);
    return blob.bytes;
  }
}
