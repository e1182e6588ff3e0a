import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** SHA-256 of the bytes, in lower case hex. */
export type BlobHash = string;

export interface StoredBlob {
  readonly hash: BlobHash;
  readonly size: number;
}

export interface ByteRange {
  readonly start: number;
  /** Included. */
  readonly end: number;
}

/**
 * Bytes named by their content. Whoever adds a row that names a blob stores the bytes first, again if need be: that
 * marks them as used, and a sweep of unused blobs passes them by.
 */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<StoredBlob>;
  /** Takes a stream of unknown length; past `maxBytes` it fails with `file_too_large` and keeps nothing. */
  putStream(source: AsyncIterable<Uint8Array>, options?: { readonly maxBytes?: number }): Promise<StoredBlob>;
  read(hash: BlobHash): Promise<Uint8Array>;
  openStream(hash: BlobHash, range?: ByteRange): Promise<Readable>;
  has(hash: BlobHash): Promise<boolean>;
  /** Deletes the bytes unless somebody stored them since `instant`. Answers whether they are gone. */
  deleteUnused(hash: BlobHash, instant: number): Promise<boolean>;
  /** Everything that is kept, in no order. */
  list(): AsyncIterable<BlobHash>;
  /** Clears away what processes that were killed left half done before `instant`. */
  tidy(instant: number): Promise<void>;
}

export function hashOf(bytes: Uint8Array): BlobHash {
  return createHash('sha256').update(bytes).digest('hex');
}
