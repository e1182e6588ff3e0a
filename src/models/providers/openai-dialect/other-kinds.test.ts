import { afterEach, expect, test } from 'vitest';
import {
  jsonReply,
  type ReceivedRequest,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type ModelRuntime, openModelRuntime } from '../../index.ts';

/** The replies are those of https://platform.openai.com/docs/api-reference, and of https://api.jina.ai for rerank. */
let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(script: (request: ReceivedRequest) => ScriptedReply) {
  server = await startScriptedServer(script);
  return openModelRuntime({ fetch, clock: systemClock, gateway: { url: `${server.url}/v1`, apiKey: 'k' } });
}

const anyModel = { provider: 'openai', name: 'm' };
const inputsOf = (request: ReceivedRequest) => (request.json() as { input: string[] }).input;

const embeddings = (request: ReceivedRequest) =>
  jsonReply({
    // out of order, as the index allows
    data: inputsOf(request)
      .map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 0, text.length] }))
      .toReversed(),
    usage: { prompt_tokens: 1, total_tokens: 1 },
  });

test('embeddings are batched, normalised and in the order of the texts', async () => {
  const runtime = await runtimeAt(embeddings);
  const model = await runtime.embeddingModel({ provider: 'openai', name: 'text-embedding-3-small' });
  const texts = Array.from({ length: 150 }, (_, i) => 'x'.repeat(i + 1));
  const vectors = await model.embed(texts, 'document');
  expect(vectors).toHaveLength(150);
  expect(vectors[0]?.[0]).toBeCloseTo(Math.SQRT1_2, 6);
  expect(server?.requests.map((request) => inputsOf(request).length).toSorted((a, b) => b - a)).toEqual([64, 64, 22]);
  expect(server?.requests[0]?.json()).toMatchObject({ model: 'text-embedding-3-small', encoding_format: 'float' });
});

test('a text is embedded once: repeats come from the cache', async () => {
  const runtime = await runtimeAt(embeddings);
  const model = await runtime.embeddingModel({ provider: 'langgenius/openai/openai', name: 'e' });
  await model.embed(['a', 'b', 'a'], 'document');
  const again = await (await runtime.embeddingModel({ provider: 'openai', name: 'e' })).embed(['b', 'c'], 'document');
  expect(again).toHaveLength(2);
  expect(server?.requests.map(inputsOf)).toEqual([['a', 'b'], ['c']]);
});

const audio = { bytes: new Uint8Array([1]), mimeType: 'audio/mpeg', filename: 'a.mp3' };

const callsOfKinds: [string, (runtime: ModelRuntime, signal: AbortSignal) => Promise<unknown>][] = [
  ['embedding', async (runtime, signal) => (await runtime.embeddingModel(anyModel)).embed(['a'], 'query', signal)],
  ['rerank', async (runtime, signal) => (await runtime.rerankModel(anyModel)).rerank('q', ['a'], { signal })],
  ['transcript', async (runtime, signal) => (await runtime.speechToTextModel(anyModel)).transcribe(audio, signal)],
  [
    'speech',
    async (runtime, signal) => Array.fromAsync((await runtime.textToSpeechModel(anyModel)).speak('a', { signal })),
  ],
  ['moderation', async (runtime, signal) => (await runtime.moderationModel(anyModel)).isFlagged('a', signal)],
];

test.each(callsOfKinds)('an abort (%s) reaches a server that hangs', async (_kind, call) => {
  const abort = new AbortController();
  const runtime = await runtimeAt(() => {
    queueMicrotask(() => abort.abort(new Error('stopped')));
    return { ending: 'hang' };
  });
  await expect(call(runtime, abort.signal)).rejects.toThrow('stopped');
  await server?.clientLeft;
  expect(server?.requests).toHaveLength(1);
});

test('an embedding of zeros is refused', async () => {
  const runtime = await runtimeAt(() => jsonReply({ data: [{ index: 0, embedding: [0, 0] }] }));
  const model = await runtime.embeddingModel({ provider: 'openai', name: 'e' });
  await expect(model.embed(['a'], 'query')).rejects.toMatchObject({ errorType: 'InvokeBadRequestError' });
});

test('rerank sorts, cuts by score and ignores places that do not exist', async () => {
  const results = [
    { index: 0, relevance_score: 0.2 },
    { index: 2, relevance_score: 0.9 },
    { index: 7, relevance_score: 1 },
    { index: 1, relevance_score: 0.5 },
  ];
  const runtime = await runtimeAt(() => jsonReply({ results }));
  const model = await runtime.rerankModel({ provider: 'jina', name: 'r' });
  expect(await model.rerank('q', ['a', 'b', 'c'], { topN: 3, scoreThreshold: 0.4 })).toEqual([
    { index: 2, score: 0.9 },
    { index: 1, score: 0.5 },
  ]);
  expect(server?.requests[0]?.path).toBe('/v1/rerank');
  expect(server?.requests[0]?.json()).toMatchObject({ model: 'r', query: 'q', documents: ['a', 'b', 'c'], top_n: 3 });
  expect(await model.rerank('q', [], {})).toEqual([]);
});

test('speech becomes text: the audio is sent as a form', async () => {
  const runtime = await runtimeAt(() => jsonReply({ text: 'Guten Tag' }));
  const model = await runtime.speechToTextModel({ provider: 'openai', name: 'whisper-1' });
  const audio = { bytes: new Uint8Array([1, 2, 3]), mimeType: 'audio/mpeg', filename: 'a.mp3' };
  expect(await model.transcribe(audio)).toBe('Guten Tag');
  expect(server?.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data/);
  expect(server?.requests[0]?.body.toString('latin1')).toMatch(/name="model"\s+whisper-1[\s\S]*filename="a.mp3"/);
});

test('text becomes speech, long text sentence by sentence', async () => {
  const runtime = await runtimeAt((request) => ({
    headers: { 'content-type': 'audio/mpeg' },
    pieces: [`<${(request.json() as { input: string }).input.length}`, '>'],
  }));
  const model = await runtime.textToSpeechModel({ provider: 'openai', name: 'tts-1' });
  const long = `${'a'.repeat(3000)}. ${'b'.repeat(3000)}.`;
  const pieces: Uint8Array[] = [];
  for await (const piece of model.speak(long, { voice: 'nova' })) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe('<3001><3002>');
  expect(server?.requests[0]?.json()).toMatchObject({ model: 'tts-1', voice: 'nova', response_format: 'mp3' });
});

test.each([true, false])('moderation says %s', async (flagged) => {
  const runtime = await runtimeAt(() => jsonReply({ results: [{ flagged: false }, { flagged }] }));
  const model = await runtime.moderationModel({ provider: 'openai', name: 'omni-moderation-latest' });
  expect(await model.isFlagged('x'.repeat(3000))).toBe(flagged);
});

test('a refusal is a model error, whatever the kind of model', async () => {
  const runtime = await runtimeAt(() => jsonReply({ error: { message: 'no' } }, 401));
  const model = await runtime.rerankModel({ provider: 'openai', name: 'r' });
  await expect(model.rerank('q', ['a'], {})).rejects.toMatchObject({ errorType: 'InvokeAuthorizationError' });
});
