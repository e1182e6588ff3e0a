import { afterEach, expect, test } from 'vitest';
import { jsonReply, type ScriptedServer, startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openModelRuntime } from '../index.ts';

/** Replies after https://api.jina.ai/openapi.json and https://docs.voyageai.com/reference. */

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

const VECTORS = [
  { object: 'embedding', index: 1, embedding: [0, 2] },
  { object: 'embedding', index: 0, embedding: [3, 0] },
];
const SCORES = [
  { index: 1, relevance_score: 0.25 },
  { index: 0, relevance_score: 0.75 },
];

async function openAt(prefix: string, reply: unknown, status = 200) {
  server = await startScriptedServer(() => jsonReply(reply, status));
  const environment = { [`${prefix}_API_KEY`]: 'key-1234567890', [`${prefix}_BASE_URL`]: `${server.url}/v1` };
  return openModelRuntime({ fetch, clock: systemClock, environment });
}

test.each([
  ['jina', 'jina-embeddings-v3', 'query', { embedding_type: 'float', task: 'retrieval.query' }],
  ['jina', 'jina-embeddings-v3', 'document', { embedding_type: 'float', task: 'retrieval.passage' }],
  ['jina', 'jina-embeddings-v2-base-en', 'query', { embedding_type: 'float' }],
  ['voyage', 'voyage-3.5', 'query', { input_type: 'query' }],
  ['voyage', 'voyage-3.5', 'document', { input_type: 'document' }],
] as const)('%s embeds with %s for a %s', async (provider, name, purpose, more) => {
  const runtime = await openAt(provider.toUpperCase(), { data: VECTORS });
  const vectors = await (await runtime.embeddingModel({ provider, name })).embed(['a', 'b'], purpose);
  expect(vectors.map((vector) => [...vector])).toEqual([[1, 0], [0, 1]]); // biome-ignore format: a matrix
  const [request] = server?.requests ?? [];
  expect(request).toMatchObject({ path: '/v1/embeddings', headers: { authorization: 'Bearer key-1234567890' } });
  expect(request?.json()).toEqual({ model: name, input: ['a', 'b'], ...more });
});

test.each([
  ['jina', { results: SCORES }, { top_n: 2 }],
  ['voyage', { data: SCORES }, { top_k: 2 }],
] as const)('%s reranks', async (provider, reply, limit) => {
  const runtime = await openAt(provider.toUpperCase(), reply);
  const model = await runtime.rerankModel({ provider: `langgenius/${provider}/${provider}`, name: 'r' });
  expect(await model.rerank('q', ['a', 'b'], { topN: 2 })).toEqual([
    { index: 0, score: 0.75 },
    { index: 1, score: 0.25 },
  ]);
  const [request] = server?.requests ?? [];
  expect(request?.path).toBe('/v1/rerank');
  expect(request?.json()).toEqual({ model: 'r', query: 'q', documents: ['a', 'b'], return_documents: false, ...limit });
});

test.each(['jina', 'voyage'] as const)('a refusal of %s says why and keeps the key to itself', async (provider) => {
  const runtime = await openAt(provider.toUpperCase(), { detail: 'no such key: key-1234567890' }, 401);
  const model = await runtime.embeddingModel({ provider, name: 'm' });
  await expect(model.embed(['a'], 'query')).rejects.toMatchObject({
    errorType: 'InvokeAuthorizationError',
    message: expect.stringContaining('no such key: ***'),
  });
});
