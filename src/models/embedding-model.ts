import { createHash } from 'node:crypto';
import { type Candidate, firstThatAnswers } from './balanced-wire.ts';
import type { EmbeddingCache, EmbeddingCaches } from './embedding-cache.ts';
import type { EmbeddingWire } from './model-provider.ts';
import { type EmbeddingModel, ModelError, type ModelReference } from './model-runtime.ts';

/** Batches that are on their way at the same time. */
const PARALLEL = 4;

type Purpose = 'document' | 'query';

export interface EmbeddingFacts {
  readonly reference: ModelReference;
  /** Under which name its vectors are kept: a gateway may serve another model under the same name. */
  readonly cachedAs: ModelReference;
  /** Of each purpose one: providers embed a question in another way than a document. */
  readonly caches: EmbeddingCaches;
}

/** Batches, caches and normalises what a provider's wire embeds. */
export function makeEmbeddingModel(
  { reference, cachedAs, caches }: EmbeddingFacts,
  candidates: readonly Candidate<EmbeddingWire>[],
): EmbeddingModel {
  return {
    reference,
    async embed(texts, purpose, signal) {
      const hashes = texts.map(hashOf);
      const known = await caches[purpose].find(cachedAs, [...new Set(hashes)]);
      const missing = new Map(hashes.flatMap((hash, i) => (known.has(hash) ? [] : [[hash, texts[i] ?? ''] as const])));
      const keep = (vectors: Vectors) => caches[purpose].keep(cachedAs, vectors);
      const fresh = await embedAll(missing, { purpose, candidates, signal, keep });
      return hashes.map((hash) => vectorOf(fresh.get(hash) ?? known.get(hash)));
    },
  };
}

type Vectors = Parameters<EmbeddingCache['keep']>[1];

/** Equal texts of one call are embedded once: they have the same hash. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function vectorOf(vector: Float32Array | undefined): Float32Array {
  if (vector) return vector;
  throw new ModelError('InvokeServerUnavailableError', 'The provider left out an embedding.');
}

interface Embedding {
  readonly purpose: Purpose;
  readonly candidates: readonly Candidate<EmbeddingWire>[];
  readonly signal: AbortSignal | undefined;
  readonly keep: (vectors: Vectors) => Promise<void>;
}

/** Batch by batch, each kept as soon as it is there: when a later one fails, this one was not paid for in vain. */
async function embedAll(
  missing: ReadonlyMap<string, string>,
  { purpose, candidates, signal, keep }: Embedding,
): Promise<Map<string, Float32Array>> {
  const waiting = batchesOf([...missing], Math.min(...candidates.map(({ wire }) => wire.maxBatch)));
  const done = new Map<string, Float32Array>();
  const embedBatch = async (batch: readonly TextToEmbed[]) => {
    const texts = batch.map(([, text]) => text);
    const vectors = await firstThatAnswers(candidates, (wire) => wire.embed(texts, purpose, signal), signal);
    const fresh = new Map(batch.map(([hash], i) => [hash, normalise(vectors[i] ?? [])] as const));
    await keep(fresh);
    for (const [hash, vector] of fresh) done.set(hash, vector);
  };
  const work = async () => {
    try {
      for (let batch = waiting.shift(); batch; batch = waiting.shift()) await embedBatch(batch);
    } catch (error) {
      waiting.length = 0; // the others need not go on
      throw error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, waiting.length) }, work));
  return done;
}

type TextToEmbed = readonly [hash: string, text: string];

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Float32Array // [dimensions], of length 1 */
function normalise(vector: readonly number[]): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (length === 0 || !Number.isFinite(length)) {
    throw new ModelError('InvokeBadRequestError', 'The provider answered with an embedding that has no direction.');
  }
  const unit = new Float32Array(vector.length);
  vector.forEach((value, i) => {
    unit[i] = value / length;
  });
  return unit;
}
