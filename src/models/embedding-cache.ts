/** Keeps vectors by the hash of what was embedded; a store behind it may keep them longer than the process. */
export interface EmbeddingCache {
  find(keys: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  keep(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
}

const DEFAULT_BYTES = 32 * 1024 ** 2;

/** In memory; what was used longest ago goes first. */
export function memoryEmbeddingCache(maxBytes = DEFAULT_BYTES): EmbeddingCache {
  // a Map iterates in order of insertion, so its first key is the oldest
  const kept = new Map<string, Float32Array>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= kept.get(key)?.byteLength ?? 0;
    kept.delete(key);
  };
  return {
    async find(keys) {
      const found = keys.flatMap((key) => {
        const vector = kept.get(key);
        if (!vector) return [];
        kept.delete(key);
        kept.set(key, vector);
        return [[key, vector] as const];
      });
      return new Map(found);
    },
    async keep(vectors) {
      for (const [key, vector] of vectors) {
        drop(key);
        kept.set(key, vector);
        bytes += vector.byteLength;
      }
      for (const key of kept.keys()) {
        if (bytes <= maxBytes) break;
        drop(key);
      }
    },
  };
}
