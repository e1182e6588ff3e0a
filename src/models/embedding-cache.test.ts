import { afterEach, expect, test } from 'vitest';
import { jsonReply, type ScriptedServer, startScriptedServer } from '../../test/fakes/scripted-server.ts';
import { systemClock } from '../platform/clock/index.ts';
import { type EmbeddingCache, memoryEmbeddingCache, openEmbeddingCaches } from './embedding-cache.ts';
import { openModelRuntime } from './index.ts';

const model = { provider: 'langgenius/openai/openai', name: 'e' };
const vector = (value: number) => new Float32Array([value, 0]); // 8 bytes
const keysOf = (map: ReadonlyMap<string, Float32Array>) => [...map.keys()].join('');

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

interface Asked {
  readonly input: readonly string[];
}

/** A provider that embeds each text as its length, and what it was asked for. */
async function startEmbedder(refuses: (texts: readonly string[]) => boolean = () => false) {
  const asked: (readonly string[])[] = [];
  server = await startScriptedServer((request) => {
    const { input } = request.json() as Asked; // what our own wire sends
    if (refuses(input)) return jsonReply({ error: { message: 'too much' } }, 400);
    asked.push(input);
    return jsonReply({ data: input.map((text, index) => ({ index, embedding: [text.length, 1] })) });
  });
  return { gateway: { url: `${server.url}/v1` }, asked };
}

test('what was used longest ago goes first when memory is full', async () => {
  const cache = memoryEmbeddingCache(systemClock, { maxBytes: 24 });
  await cache.keep(model, new Map(['a', 'b', 'c'].map((key, i) => [key, vector(i)])));
  await cache.find(model, ['a']);
  await cache.keep(model, new Map([['d', vector(4)]]));
  expect(keysOf(await cache.find(model, ['a', 'b', 'c', 'd']))).toBe('acd');
});

test('keeping the same again takes no more room', async () => {
  const cache = memoryEmbeddingCache(systemClock, { maxBytes: 16 });
  for (let i = 0; i < 5; i += 1) await cache.keep(model, new Map([['a', vector(i)]]));
  await cache.keep(model, new Map([['b', vector(9)]]));
  expect(await cache.find(model, ['a', 'b'])).toEqual(
    new Map([
      ['a', vector(4)],
      ['b', vector(9)],
    ]),
  );
});

test('a question is forgotten ten minutes after it was last asked, a document is not', async () => {
  let now = 0;
  const caches = openEmbeddingCaches({ ...systemClock, monotonic: () => now });
  const vectors = new Map([['a', vector(1)]]);
  await Promise.all([caches.query.keep(model, vectors), caches.document.keep(model, vectors)]);
  now += 599_000;
  expect(keysOf(await caches.query.find(model, ['a']))).toBe('a');
  now += 600_000;
  expect(keysOf(await caches.query.find(model, ['a']))).toBe('a');
  now += 600_001;
  expect(keysOf(await caches.query.find(model, ['a']))).toBe('');
  expect(keysOf(await caches.document.find(model, ['a']))).toBe('a');
});

test('a question is embedded apart from a document of the same text', async () => {
  const { gateway, asked } = await startEmbedder();
  const embedding = await openModelRuntime({ fetch, clock: systemClock, gateway }).embeddingModel(model);
  for (const purpose of ['document', 'query', 'document', 'query'] as const) await embedding.embed(['same'], purpose);
  expect(asked).toEqual([['same'], ['same']]);
});

test('when a later batch is refused, the earlier ones are kept', async () => {
  const { gateway, asked } = await startEmbedder((texts) => texts.includes('bad'));
  const memory = memoryEmbeddingCache(systemClock);
  const kept = Promise.withResolvers<void>();
  const keep: EmbeddingCache['keep'] = (...vectors) => memory.keep(...vectors).then(kept.resolve);
  const options = { fetch, clock: systemClock, gateway, embeddingCache: { ...memory, keep } };
  const embedding = await openModelRuntime(options).embeddingModel(model);
  const good = Array.from({ length: 64 }, (_, i) => 'x'.repeat(i + 1)); // one whole batch
  const failure = { errorType: 'InvokeBadRequestError' };
  await expect(embedding.embed([...good, 'bad'], 'document')).rejects.toMatchObject(failure);
  await kept.promise;
  expect(await embedding.embed(good, 'document')).toHaveLength(64);
  expect(asked).toEqual([good]);
});
