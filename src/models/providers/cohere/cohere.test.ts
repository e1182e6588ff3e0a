import { expect, test } from 'vitest';
import { jsonReply, startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

const event = (type: string, data: object = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const text = (piece: string) => event('content-delta', { index: 0, delta: { message: { content: { text: piece } } } });
const call = (fields: object) => ({ index: 0, delta: { message: { tool_calls: fields } } });

describeWire({
  provider: 'cohere',
  model: 'command-r-plus-08-2024',
  documentation: 'https://docs.cohere.com/v2/reference/chat-stream',
  environment: (url) => ({ COHERE_API_KEY: 'key-of-the-test', CO_API_URL: url }),
  headers: { 'content-type': 'text/event-stream' },
  greeting: [
    event('message-start', { id: 'x', delta: { message: { role: 'assistant', content: [] } } }),
    event('content-start', { index: 0, delta: { message: { content: { type: 'text', text: '' } } } }),
    text('Grüße, '),
    text('你好 👋'),
    event('content-end', { index: 0 }),
    event('tool-call-start', call({ id: 'w', type: 'function', function: { name: 'weather', arguments: '' } })),
    event('tool-call-delta', call({ function: { arguments: '{"city":' } })),
    event('tool-call-delta', call({ function: { arguments: '"Köln"}' } })),
    event('tool-call-end', { index: 0 }),
    event('message-end', {
      delta: { finish_reason: 'TOOL_CALL', usage: { tokens: { input_tokens: 21, output_tokens: 4 } } },
    }),
  ].join(''),
  errorBody: (message) => ({ message }),
  finishReason: 'TOOL_CALL',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/v2/chat' });
    expect(request.headers['authorization']).toBe('Bearer key-of-the-test');
    expect(request.json()).toMatchObject({
      model: 'command-r-plus-08-2024',
      stream: true,
      temperature: 0.5,
      max_tokens: 99,
      p: 0.9,
      stop_sequences: ['END'],
      tools: [{ type: 'function', function: { name: 'weather' } }],
    });
  },
});

async function runtimeAt(reply: unknown) {
  const server = await startScriptedServer(() => jsonReply(reply));
  const environment = { COHERE_API_KEY: 'k', CO_API_URL: server.url };
  return { server, runtime: openModelRuntime({ fetch, clock: systemClock, environment }) };
}

test('rerank (https://docs.cohere.com/v2/reference/rerank)', async () => {
  const results = [
    { index: 1, relevance_score: 0.9 },
    { index: 0, relevance_score: 0.1 },
  ];
  const { server, runtime } = await runtimeAt({ id: 'r', results, meta: {} });
  const model = await runtime.rerankModel({ provider: 'cohere', name: 'rerank-v3.5' });
  expect(await model.rerank('q', ['a', 'b'], { topN: 1 })).toEqual([{ index: 1, score: 0.9 }]);
  await server.close();
  expect(server.requests[0]).toMatchObject({ path: '/v2/rerank' });
  expect(server.requests[0]?.json()).toMatchObject({
    model: 'rerank-v3.5',
    query: 'q',
    documents: ['a', 'b'],
    top_n: 1,
  });
});

test('embeddings (https://docs.cohere.com/v2/reference/embed)', async () => {
  const { server, runtime } = await runtimeAt({
    id: 'e',
    texts: ['a'],
    embeddings: { float: [[0, 5]] },
    meta: { billed_units: { input_tokens: 1 } },
  });
  const model = await runtime.embeddingModel({ provider: 'cohere', name: 'embed-v4.0' });
  expect(await model.embed(['a'], 'document')).toEqual([Float32Array.from([0, 1])]);
  await server.close();
  expect(server.requests[0]?.json()).toMatchObject({
    model: 'embed-v4.0',
    texts: ['a'],
    input_type: 'search_document',
  });
});
