import type { Clock } from '../kernel/index.ts';
import type { ModelReference } from './model-runtime.ts';

/**
 * Keeps vectors by the hash of the text that was embedded. Each is Float32Array // [dimensions], of length 1. A store
 * behind it may keep them longer than the process.
 */
export interface EmbeddingCache {
  /** Those that are known, by hash. */
  find(model: ModelReference, hashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  keep(model: ModelReference, vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
}

/** Documents are embedded once and looked up for months, questions are asked again within minutes or never. */
export type EmbeddingCaches = Readonly<Record<'document' | 'query', EmbeddingCache>>;

/** Dify keeps the vector of a question until it has not been asked for so long (core/rag/embedding/cached_embedding.py). */
const QUERY_MAX_AGE_MS = 600_000;

/** `documents` outlive the process where they are given. */
export function openEmbeddingCaches(clock: Clock, documents?: EmbeddingCache): EmbeddingCaches {
  return {
    document: documents ?? memoryEmbeddingCache(clock),
    query: memoryEmbeddingCache(clock, { maxAgeMs: QUERY_MAX_AGE_MS }),
  };
}

interface MemoryLimits {
  readonly maxBytes?: number;
  /** Since the last use. */
  readonly maxAgeMs?: number;
}

interface Kept {
  readonly vector: Float32Array;
  readonly usedAt: number;
}

const DEFAULT_BYTES = 32 * 1024 ** 2;

/** In memory; what was used longest ago goes first. */
export function memoryEmbeddingCache(
  clock: Pick<Clock, 'monotonic'>,
  { maxBytes = DEFAULT_BYTES, maxAgeMs = Number.POSITIVE_INFINITY }: MemoryLimits = {},
): EmbeddingCache {
  // a Map iterates in order of insertion, so its first key is the one used longest ago
  const kept = new Map<string, Kept>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= kept.get(key)?.vector.byteLength ?? 0;
    kept.delete(key);
  };
  const put = (key: string, vector: Float32Array) => {
    drop(key);
    kept.set(key, { vector, usedAt: clock.monotonic() });
    bytes += vector.byteLength;
  };
  const dropOld = () => {
    for (const [key, { usedAt }] of kept) {
      if (bytes <= maxBytes && clock.monotonic() - usedAt <= maxAgeMs) break;
      drop(key);
    }
  };
  return {
    async find(model, hashes) {
      dropOld();
      const found = hashes.flatMap((hash) => {
        const vector = kept.get(keyOf(model, hash))?.vector;
        if (!vector) return [];
        put(keyOf(model, hash), vector);
        return [[hash, vector] as const];
      });
      return new Map(found);
    },
    async keep(model, vectors) {
      for (const [hash, vector] of vectors) put(keyOf(model, hash), vector);
      dropOld();
    },
  };
}

const keyOf = ({ provider, name }: ModelReference, hash: string) => `${provider}\n${name}\n${hash}`;
