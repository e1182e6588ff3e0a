import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { TenantId } from '../../src/kernel/index.ts';
import { type EmbeddingCache, openModelRuntime } from '../../src/models/index.ts';
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openStorage } from '../../src/storage/index.ts';

/**
 * What 1,000 texts of a knowledge base cost beside their provider, which answers at once here: embedded for the first
 * time, and found in storage. Prints JSON. Run: node_modules/.bin/node test/bench/embeddings.bench.ts
 */
const TEXTS = 1000;
const CHARACTERS = 1000;
const DIMENSIONS = 1536;
const ROUNDS = 15;

let requests = 0;

/** One reply made before, but for its length. */
const vector = JSON.stringify(Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(i + 1) / 40));
const provider: typeof fetch = async (_, init) => {
  requests += 1;
  const { input } = JSON.parse(String(init?.body)) as { input: readonly string[] };
  const data = input.map((_, index) => `{"object":"embedding","index":${index},"embedding":${vector}}`).join();
  const body = `{"object":"list","model":"m","data":[${data}],"usage":{"prompt_tokens":1,"total_tokens":1}}`;
  return new Response(body, { headers: { 'content-type': 'application/json' } });
};

const round = (value: number) => Math.round(value * 100) / 100;

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: round(sorted[Math.floor(sorted.length / 2)] ?? 0), most: round(sorted.at(-1) ?? 0) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function measure(folder: string) {
  const storage = openStorage({ path: join(folder, 'dify.db'), clock: systemClock, ids: createIdSource() });
  const { id } = await storage.system.tenants.create({ name: 'Bench' });
  const { embeddings } = storage.tenant(id as TenantId);
  const embeddingCache: EmbeddingCache = {
    find: (model, hashes) => embeddings.find({ providerName: model.provider, modelName: model.name }, hashes),
    keep: (model, vectors) => embeddings.keep({ providerName: model.provider, modelName: model.name }, vectors),
  };
  const environment = { OPENAI_API_KEY: 'k' };
  const runtime = openModelRuntime({ fetch: provider, clock: systemClock, environment, embeddingCache });
  const model = await runtime.embeddingModel({ provider: 'openai', name: 'text-embedding-3-small' });
  const textsOf = (prefix: string) =>
    Array.from({ length: TEXTS }, (_, i) => `${prefix} ${i} `.padEnd(CHARACTERS, 'x'));
  await model.embed(textsOf('warm up'), 'document');
  const [fresh, cached]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i += 1) {
    const texts = textsOf(`round ${i}`);
    fresh.push(await timed(() => model.embed(texts, 'document')));
    const before = requests;
    cached.push(await timed(() => model.embed(texts, 'document')));
    if (requests > before) throw new Error('A text that was embedded before has been asked for again.');
  }
  await storage.close();
  return {
    load: loadavg().map(round),
    texts: TEXTS,
    dimensions: DIMENSIONS,
    freshMs: spread(fresh),
    cachedMs: spread(cached),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'dify-embeddings-'));
try {
  console.log(JSON.stringify(await measure(folder), null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
