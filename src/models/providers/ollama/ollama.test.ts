import { afterEach, expect, test } from 'vitest';
import {
  jsonReply,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { askedFor, describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type LanguageRequest, openModelRuntime } from '../../index.ts';
import { serverUrl } from './call.ts';

const NDJSON = { 'content-type': 'application/x-ndjson' };
const line = (fields: object) =>
  `${JSON.stringify({ model: 'qwen3', created_at: '2025-07-07T20:22:19Z', ...fields })}\n`;
const said = (message: object) => line({ message: { role: 'assistant', content: '', ...message }, done: false });
const last = (fields: object = {}) =>
  line({
    message: { role: 'assistant', content: '' },
    done: true,
    done_reason: 'stop',
    total_duration: 182242375,
    prompt_eval_count: 21,
    eval_count: 4,
    ...fields,
  });
const weather = { function: { index: 0, name: 'weather', arguments: { city: 'Köln' } } };

describeWire({
  provider: 'ollama',
  model: 'qwen3',
  documentation: 'https://docs.ollama.com/api/chat',
  environment: (url) => ({ OLLAMA_HOST: url, OLLAMA_API_KEY: 'key-of-the-test' }),
  headers: NDJSON,
  reasoning: 'hm, 你好',
  greeting: [
    said({ thinking: 'hm, ' }),
    said({ thinking: '你好' }),
    said({ content: 'Grüße, ' }),
    said({ content: '你好 👋' }),
    said({ tool_calls: [weather] }),
    last(),
  ].join(''),
  brokenStream: [said({ content: 'half' }), `${JSON.stringify({ error: 'an error was encountered' })}\n`].join(''),
  errorBody: (message) => ({ error: message }),
  finishReason: 'stop',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/api/chat' });
    expect(request.headers['authorization']).toBe('Bearer key-of-the-test');
    expect(request.json()).toEqual({
      model: 'qwen3',
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: 'what is this', images: ['iVBORw0KGgo='] },
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: { city: 'Bonn' } } }],
        },
        { role: 'tool', content: 'rain', tool_name: 'weather', tool_call_id: 'c1' },
      ],
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'tells the weather',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          },
        },
      ],
      stream: true,
      options: { temperature: 0.5, num_predict: 99, top_p: 0.9, stop: ['END'] },
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(reply: ScriptedReply, values: Record<string, string> = {}) {
  server = await startScriptedServer(() => reply);
  const credentials = {
    find: async () => [{ id: 'c', values: { base_url: `${server?.url}/`, ...values } }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  return openModelRuntime({ fetch, clock: systemClock, credentials });
}

const stream = (...lines: readonly string[]): ScriptedReply => ({ headers: NDJSON, pieces: lines });

async function ask(request: Partial<LanguageRequest>, reply = stream(last())) {
  const runtime = await runtimeAt(reply);
  const model = await runtime.languageModel({ provider: 'langgenius/ollama/ollama', name: 'qwen3' });
  const chunks = await Array.fromAsync(model.stream({ ...plainQuestion(), ...request }));
  return { chunks, body: server?.requests[0]?.json() as Record<string, unknown>, path: server?.requests[0]?.path };
}

test.each<[string, Partial<LanguageRequest>, object]>([
  [
    'a schema for the answer',
    { responseSchema: { name: 'x', schema: { type: 'object' } } },
    { format: { type: 'object' } },
  ],
  ['a schema as text', { parameters: { json_schema: '{"type":"object"}' } }, { format: { type: 'object' } }],
  [
    'a named schema',
    { parameters: { json_schema: '{"name":"x","schema":{"type":"array"}}' } },
    { format: { type: 'array' } },
  ],
  ['a schema that cannot be read', { parameters: { json_schema: '{"type"' } }, { format: 'json' }],
  ['the format json', { parameters: { format: 'json' } }, { format: 'json' }],
  ["other providers' JSON mode", { parameters: { response_format: 'json_object' } }, { format: 'json' }],
  ['thinking', { parameters: { think: true } }, { think: true }],
  ['no thinking', { parameters: { think: false } }, { think: false }],
  ['no thinking, as text', { parameters: { think: 'off' } }, { think: false }],
  ['a level of thinking', { parameters: { think: true, think_level: 'High' } }, { think: 'high' }],
  ['how long to stay', { parameters: { keep_alive: '10m' } }, { keep_alive: '10m' }],
  [
    'options',
    { parameters: { num_ctx: 8192, num_predict: -1, seed: null } },
    { options: { num_ctx: 8192, num_predict: -1 } },
  ],
  ['that no tool may be called', { tools: askedFor.tools ?? [], toolChoice: 'none' }, {}],
])('a request says %s', async (_what, request, fields) => {
  const { body } = await ask(request);
  expect(body).toEqual({
    model: 'qwen3',
    messages: [{ role: 'user', content: 'hello' }],
    stream: true,
    options: {},
    ...fields,
  });
});

test('what a model thought earlier goes back to its own field, and broken arguments stay readable', async () => {
  const { body } = await ask({
    messages: [
      { role: 'user', content: 'hello' },
      {
        role: 'assistant',
        content: '<think>\nhm\n</think>\n\nyes',
        toolCalls: [{ id: 'c1', name: 'look', arguments: '{"a":' }],
      },
    ],
  });
  expect((body['messages'] as unknown[])[1]).toEqual({
    role: 'assistant',
    content: 'yes',
    thinking: 'hm',
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: { input: '{"a":' } } }],
  });
});

test.each([
  ['image', new URL('https://example.com/a.png'), /as bytes.*example\.com/],
  ['audio', new Uint8Array(1), /no audio/],
] as const)('an %s that the server cannot take is refused before anything is sent', async (type, data, words) => {
  const runtime = await runtimeAt(stream(last()));
  const model = await runtime.languageModel({ provider: 'ollama', name: 'llava' });
  const messages = [{ role: 'user', content: [{ type, mimeType: 'x/y', data }] }] as const;
  const failure = Array.fromAsync(model.stream({ ...plainQuestion(), messages }));
  await expect(failure).rejects.toMatchObject({
    errorType: 'InvokeBadRequestError',
    message: expect.stringMatching(words),
  });
  expect(server?.requests).toEqual([]);
});

test('two calls of one tool can be told apart, and ids of the server are kept', async () => {
  const calls = [weather, weather, { id: 'call_9', ...weather }];
  const { chunks } = await ask(
    {},
    stream(said({ tool_calls: calls.slice(0, 1) }), said({ tool_calls: calls.slice(1) }), last()),
  );
  const ids = chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call.id] : []));
  expect(ids).toEqual(['weather_0', 'weather_1', 'call_9']);
});

test('a completion model goes on from one text (https://docs.ollama.com/api/generate)', async () => {
  const piece = (fields: object) => line({ done: false, ...fields });
  const reply = stream(
    piece({ thinking: 'hm' }),
    piece({ response: 'one ' }),
    piece({ response: 'two' }),
    last({ done_reason: 'length' }),
  );
  const { messages } = askedFor;
  const { chunks, body, path } = await ask({ mode: 'completion', messages: messages.slice(0, 2) }, reply);
  expect(path).toBe('/api/generate');
  expect(body).toEqual({
    model: 'qwen3',
    prompt: 'be brief\nwhat is this',
    images: ['iVBORw0KGgo='],
    stream: true,
    options: {},
  });
  expect(chunks).toEqual([
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text: 'one ' },
    { type: 'text', text: 'two' },
    expect.objectContaining({ type: 'finish', reason: 'length' }),
  ]);
});

test('a reply that ends too early is an error, not an answer', async () => {
  await expect(ask({}, stream(said({ content: 'half' })))).rejects.toMatchObject({
    errorType: 'InvokeServerUnavailableError',
    message: expect.stringContaining('ended before its last line'),
  });
});

test('a server that does not count is counted for', async () => {
  const { chunks } = await ask({}, stream(said({ content: 'four letter words' }), line({ done: true })));
  expect(chunks.at(-1)).toMatchObject({ reason: 'stop', usage: { completionTokens: 5 } });
});

test('embeddings (https://docs.ollama.com/api/embed)', async () => {
  const runtime = await runtimeAt(jsonReply({ model: 'm', embeddings: [[3, 4], [0, 2]] })); // biome-ignore format: a matrix
  const model = await runtime.embeddingModel({ provider: 'ollama', name: 'all-minilm' });
  const vectors = await model.embed(['a', 'b'], 'document');
  expect(vectors).toEqual([Float32Array.from([0.6, 0.8]), Float32Array.from([0, 1])]);
  expect(server?.requests[0]?.path).toBe('/api/embed');
  expect(server?.requests[0]?.json()).toEqual({ model: 'all-minilm', input: ['a', 'b'], truncate: true });
});

test.each([{ embeddings: [[1]] }, { embeddings: [[1], 'x'] }, {}])('%j is no answer to two texts', async (reply) => {
  const model = await (await runtimeAt(jsonReply(reply))).embeddingModel({ provider: 'ollama', name: 'm' });
  await expect(model.embed(['a', 'b'], 'query')).rejects.toMatchObject({ errorType: 'InvokeServerUnavailableError' });
});

test("what a person said about the model in Dify's form is believed", async () => {
  const said = { mode: 'completion', context_size: '9000', vision_support: 'true', function_call_support: 'true' };
  const runtime = await runtimeAt(stream(line({ response: 'x', done: true })), said);
  const model = await runtime.languageModel({ provider: 'ollama', name: 'm' });
  expect(model).toMatchObject({ mode: 'completion', contextSize: 9000 });
  expect([...model.features].toSorted()).toEqual([
    'multi-tool-call',
    'stream-tool-call',
    'structured-output',
    'tool-call',
    'vision',
  ]);
  await Array.fromAsync(model.stream(plainQuestion()));
  expect(server?.requests[0]?.path).toBe('/api/generate');
});

test.each([
  ['localhost', 'http://localhost:11434'],
  ['0.0.0.0:9999', 'http://0.0.0.0:9999'],
  ['http://my.server:1/', 'http://my.server:1'],
  ['https://ollama.com/api', 'https://ollama.com'],
  ['http://localhost:11434/v1/', 'http://localhost:11434'],
])('the address %s leads to %s', (given, url) => {
  expect(serverUrl(given)).toBe(url);
});

test('without any variable the usual address of this machine is asked', async () => {
  const asked: string[] = [];
  const toServer: typeof fetch = async (url) => {
    asked.push(String(url));
    return new Response(last());
  };
  const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment: {} });
  const model = await runtime.languageModel({ provider: 'ollama', name: 'llama3.2:3b' });
  await Array.fromAsync(model.stream(plainQuestion()));
  expect(asked).toEqual(['http://localhost:11434/api/chat']);
});
