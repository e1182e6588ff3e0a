import { createHash } from 'node:crypto';
import { type Candidate, firstThatAnswers } from './balanced-wire.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import type { EmbeddingWire } from './model-provider.ts';
import { type EmbeddingModel, ModelError, type ModelReference } from './model-runtime.ts';

/** Batches that are on their way at the same time. */
const PARALLEL = 4;

/** Batches, caches and normalises what a provider's wire embeds. */
export function makeEmbeddingModel(
  reference: ModelReference,
  candidates: readonly Candidate<EmbeddingWire>[],
  cache: EmbeddingCache,
): EmbeddingModel {
  return {
    reference,
    async embed(texts, purpose, signal) {
      const keys = texts.map((text) => keyOf(reference, purpose, text));
      const known = new Map(await cache.find(keys));
      const missing = new Map(keys.flatMap((key, i) => (known.has(key) ? [] : [[key, texts[i] ?? ''] as const])));
      const fresh = await embedAll(missing, purpose, candidates, signal);
      if (fresh.size > 0) await cache.keep(fresh);
      return keys.map((key) => vectorOf(fresh.get(key) ?? known.get(key)));
    },
  };
}

/** Equal texts of one call are embedded once: they have the same key. */
function keyOf({ provider, name }: ModelReference, purpose: string, text: string): string {
  return createHash('sha256').update(`${provider}\n${name}\n${purpose}\n`).update(text).digest('base64url');
}

function vectorOf(vector: Float32Array | undefined): Float32Array {
  if (vector) return vector;
  throw new ModelError('InvokeServerUnavailableError', 'The provider left out an embedding.');
}

async function embedAll(
  missing: ReadonlyMap<string, string>,
  purpose: 'document' | 'query',
  candidates: readonly Candidate<EmbeddingWire>[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Float32Array>> {
  const size = Math.min(...candidates.map(({ wire }) => wire.maxBatch));
  const waiting = batchesOf([...missing], size);
  const done = new Map<string, Float32Array>();
  const work = async () => {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      const texts = batch.map(([, text]) => text);
      const vectors = await firstThatAnswers(candidates, (wire) => wire.embed(texts, purpose, signal), signal);
      batch.forEach(([key], i) => {
        done.set(key, normalise(vectors[i] ?? []));
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return done;
}

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Float32Array // [dimensions], of length 1 */
function normalise(vector: readonly number[]): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > 0 && Number.isFinite(length)) return Float32Array.from(vector, (value) => value / length);
  throw new ModelError('InvokeBadRequestError', 'The provider answered with an embedding that has no direction.');
}
