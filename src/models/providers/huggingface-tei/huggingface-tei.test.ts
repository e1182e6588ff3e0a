import { afterEach, expect, test } from 'vitest';
import {
  jsonReply,
  type ReceivedRequest,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

/** Replies after https://huggingface.github.io/text-embeddings-inference. */

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(script: (request: ReceivedRequest) => ScriptedReply) {
  server = await startScriptedServer(script);
  const environment = { TEI_SERVER_URL: `${server.url}/`, TEI_API_KEY: 'key-of-the-test' };
  return openModelRuntime({ fetch, clock: systemClock, environment });
}

test('texts are embedded', async () => {
  const runtime = await runtimeAt(() => jsonReply([[3, 4], [0, 2]])); // biome-ignore format: a matrix
  const model = await runtime.embeddingModel({ provider: 'langgenius/huggingface_tei/huggingface_tei', name: 'm' });
  expect(await model.embed(['a', 'b'], 'document')).toEqual([Float32Array.from([0.6, 0.8]), Float32Array.from([0, 1])]);
  const [request] = server?.requests ?? [];
  expect(request).toMatchObject({ path: '/embed', headers: { authorization: 'Bearer key-of-the-test' } });
  expect(request?.json()).toEqual({ inputs: ['a', 'b'], truncate: true });
});

test('more texts than the server takes at once are ranked in groups', async () => {
  const runtime = await runtimeAt((request) => {
    const { texts } = request.json() as { texts: string[] };
    // best first, as the server sorts them
    const ranks = texts.map((text, index) => ({ index, score: Number(text) / 100 }));
    return jsonReply(ranks.toSorted((a, b) => b.score - a.score));
  });
  const model = await runtime.rerankModel({ provider: 'tei', name: 'm' });
  const documents = Array.from({ length: 40 }, (_, i) => String(i));
  expect(await model.rerank('q', documents, { topN: 2 })).toEqual([
    { index: 39, score: 0.39 },
    { index: 38, score: 0.38 },
  ]);
  const sizes = server?.requests.map((request) => (request.json() as { texts: string[] }).texts.length);
  expect(sizes?.toSorted()).toEqual([32, 8]);
  expect(server?.requests[0]).toMatchObject({ path: '/rerank' });
  expect(server?.requests[0]?.json()).toMatchObject({ query: 'q', return_text: false, truncate: true });
});

test.each([
  [413, 'InvokeBadRequestError'],
  [424, 'InvokeBadRequestError'],
  [429, 'InvokeRateLimitError'],
  [500, 'InvokeServerUnavailableError'],
])('status %i is an %s with the words of the server', async (status, errorType) => {
  const runtime = await runtimeAt(() => jsonReply({ error: 'no such thing', error_type: 'x' }, status));
  const embedding = await runtime.embeddingModel({ provider: 'tei', name: 'm' });
  const rerank = await runtime.rerankModel({ provider: 'tei', name: 'm' });
  const failure = { errorType, message: expect.stringContaining('no such thing') };
  await expect(embedding.embed(['a'], 'query')).rejects.toMatchObject(failure);
  await expect(rerank.rerank('q', ['a'], {})).rejects.toMatchObject(failure);
});

test('an abort reaches a server that hangs', async () => {
  const runtime = await runtimeAt(() => ({ ending: 'hang' }));
  const abort = new AbortController();
  const model = await runtime.embeddingModel({ provider: 'tei', name: 'm' });
  const reading = model.embed(['a'], 'query', abort.signal);
  setImmediate(() => abort.abort(new Error('stopped')));
  await expect(reading).rejects.toThrow('stopped');
});
