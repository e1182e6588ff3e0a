import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  jsonReply,
  type ReceivedRequest,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { askedFor, describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type LanguageRequest, openModelRuntime, type PromptMessage } from '../../index.ts';

/** https://replicate.com/docs/topics/predictions/streaming; a text of several lines has as many lines of data. */
const event = (kind: string, data: string) =>
  `event: ${kind}\nid: 1690212292:0\n${data
    .split('\n')
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
const done = event('done', '{}');

/** https://replicate.com/docs/reference/http#models.get */
const modelWith = (inputs: object, more: object = {}) => ({
  owner: 'meta',
  name: 'llama',
  latest_version: { id: 'v-1', openapi_schema: { components: { schemas: { Input: { properties: inputs } } } } },
  ...more,
});
const llama = modelWith({
  prompt: { type: 'string', 'x-order': 0 },
  system_prompt: { type: 'string', 'x-order': 1 },
  max_new_tokens: { type: 'integer', 'x-order': 2 },
  temperature: { type: 'number', 'x-order': 3 },
  image: { type: 'string', format: 'uri', 'x-order': 4 },
});

const STREAM_URL = 'https://stream.replicate.com/v1/streams/abc';
const prediction = (more: object = {}) => ({
  id: 'p-1',
  model: 'meta/llama',
  status: 'starting',
  output: null,
  error: null,
  urls: {
    get: 'https://api.replicate.com/v1/predictions/p-1',
    cancel: 'https://api.replicate.com/v1/predictions/p-1/cancel',
    stream: STREAM_URL,
  },
  ...more,
});

const redirect = (url: string, to: string) => url.replace(/^https:\/\/(api|stream)\.replicate\.com/, to);

/** What is asked around the stream. */
function around(request: ReceivedRequest): ScriptedReply | undefined {
  if (request.path.startsWith('/v1/models/')) return jsonReply(llama);
  if (request.path.endsWith('/cancel')) return jsonReply(prediction({ status: 'canceled' }));
  return request.method === 'POST' ? jsonReply(prediction(), 201) : undefined;
}

describeWire({
  provider: 'replicate',
  model: 'meta/llama',
  documentation: 'https://replicate.com/docs/topics/predictions/streaming',
  environment: () => ({ REPLICATE_API_TOKEN: 'key-of-the-test' }),
  redirect,
  around,
  headers: EVENT_STREAM,
  hasTools: false,
  hasUsage: false,
  greeting: event('output', 'Grüße, ') + event('logs', 'thinking') + event('output', '你好 👋') + done,
  brokenStream: [
    event('output', 'half'),
    event('error', '{"detail": "Something went wrong"}'),
    event('done', '{"reason": "error"}'),
  ].join(''),
  errorBody: (detail) => ({ title: 'Error', detail, status: 400 }),
  finishReason: 'stop',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/v1/predictions' });
    expect(request.headers['authorization']).toBe('Bearer key-of-the-test');
    expect(request.json()).toEqual({
      version: 'v-1',
      input: {
        system_prompt: 'be brief',
        prompt: 'Human: what is this\n\nAssistant: \n\nHuman: rain\n\nAssistant:',
        max_new_tokens: 99,
        temperature: 0.5,
        image: 'data:image/png;base64,iVBORw0KGgo=',
      },
      stream: true,
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** Resolves when the server is asked to cancel, for which the client does not wait. */
let cancelled: Promise<void> | undefined;

async function runtimeAt(script: (request: ReceivedRequest) => ScriptedReply, values: Record<string, string> = {}) {
  const { promise, resolve } = Promise.withResolvers<void>();
  cancelled = promise;
  server = await startScriptedServer((request) => {
    if (request.path === '/v1/predictions/p-1/cancel') resolve();
    return script(request);
  });
  const { url } = server;
  const waits: number[] = [];
  const clock = {
    ...systemClock,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  const credentials = {
    find: async () => [{ id: 'c', values: { replicate_api_token: 'key-of-the-test', ...values } }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  const asked: string[] = [];
  const toServer: typeof fetch = (input, init) => {
    asked.push(`${init?.method} ${new URL(String(input)).pathname}`);
    return fetch(redirect(String(input), url), init);
  };
  return { runtime: openModelRuntime({ fetch: toServer, clock, credentials }), waits, asked };
}

interface Scene {
  readonly model?: object;
  readonly created?: object;
  readonly stream?: string;
  /** What the prediction is like each time it is asked for. */
  readonly later?: object[];
  readonly values?: Record<string, string>;
  readonly name?: string;
}

function play({ model = llama, created = prediction(), stream = done, later = [] }: Scene) {
  return (request: ReceivedRequest): ScriptedReply => {
    if (request.path.startsWith('/v1/models/') && request.method === 'GET') return jsonReply(model);
    if (request.path === '/v1/predictions/p-1') return jsonReply(later.shift());
    if (request.method === 'POST') return jsonReply(created, 201);
    return { headers: EVENT_STREAM, pieces: [stream] };
  };
}

async function ask(scene: Scene, request: Partial<LanguageRequest> = {}) {
  const { runtime, waits, asked } = await runtimeAt(play(scene), scene.values);
  const model = await runtime.languageModel({ provider: 'replicate', name: scene.name ?? 'meta/llama' });
  const chunks = await Array.fromAsync(model.stream({ ...plainQuestion(), ...request }));
  const text = chunks.map((chunk) => (chunk.type === 'text' ? chunk.text : '')).join('');
  const made = server?.requests.find(({ method }) => method === 'POST');
  return { text, waits, asked, body: made?.json() as { version?: string; input: Record<string, unknown> } };
}

test('lines of the text stay lines', async () => {
  const { text } = await ask({ stream: event('output', 'one\n\ntwo') + event('output', ' three') + done });
  expect(text).toBe('one\n\ntwo three');
});

test.each<[string, Scene, string, string]>([
  ['the latest version', {}, 'GET /v1/models/meta/llama', 'POST /v1/predictions'],
  [
    'a version that was chosen with the credential',
    { values: { model_version: 'v-7' }, model: llama.latest_version },
    'GET /v1/models/meta/llama/versions/v-7',
    'POST /v1/predictions',
  ],
  [
    'a version in the name',
    { name: 'meta/llama:v-8', model: llama.latest_version },
    'GET /v1/models/meta/llama/versions/v-8',
    'POST /v1/predictions',
  ],
  [
    'an official model',
    { model: modelWith({}, { is_official: true }) },
    'GET /v1/models/meta/llama',
    'POST /v1/models/meta/llama/predictions',
  ],
])('%s is asked for', async (_what, scene, ...paths) => {
  const { asked, body } = await ask(scene);
  expect(asked.slice(0, 2)).toEqual(paths);
  const version = asked[1] === 'POST /v1/predictions' ? (paths[0]?.split('/versions/')[1] ?? 'v-1') : undefined;
  expect(body.version).toBe(version);
});

test('a name without owner is refused before anything is sent', async () => {
  await expect(ask({ name: 'llama' })).rejects.toThrow('A model of Replicate is named OWNER/NAME, got "llama".');
  expect(server?.requests).toEqual([]);
});

const user = (content: string): PromptMessage => ({ role: 'user', content });

test.each<[string, object, Partial<LanguageRequest>, object]>([
  ['one question as it is', { prompt: {} }, {}, { prompt: 'hello' }],
  [
    'the texts of a completion as they are',
    { prompt: {}, system_prompt: {} },
    { mode: 'completion', messages: [{ role: 'system', content: 'a' }, user('b')] },
    { prompt: 'a\nb' },
  ],
  [
    'what the system says in front, where it has no place',
    { prompt: {} },
    { messages: [{ role: 'system', content: 'be brief' }, user('hello')] },
    { prompt: 'be brief\n\nhello' },
  ],
  [
    'tokens under the name of the model',
    { prompt: {}, max_tokens: {} },
    { parameters: { max_new_tokens: 5 } },
    { prompt: 'hello', max_tokens: 5 },
  ],
  [
    'nothing that it does not know',
    { prompt: {}, top_k: {} },
    { parameters: { top_k: 3, response_format: 'json', seed: null } },
    { prompt: 'hello', top_k: 3 },
  ],
  [
    'pictures as a list, where it takes one',
    { prompt: {}, images: { type: 'array' } },
    { messages: askedFor.messages.slice(1, 2) },
    { prompt: 'what is this', images: ['data:image/png;base64,iVBORw0KGgo='] },
  ],
])('a model gets %s', async (_what, inputs, request, input) => {
  const { body } = await ask({ model: modelWith(inputs) }, request);
  expect(body.input).toEqual(input);
});

test('a picture for a model that takes none is refused before a prediction is made', async () => {
  const failure = ask({ model: modelWith({ prompt: {} }) }, { messages: askedFor.messages.slice(1, 2) });
  await expect(failure).rejects.toMatchObject({ errorType: 'InvokeBadRequestError' });
  expect(server?.requests.map(({ method }) => method)).toEqual(['GET']);
});

test('a stop word ends the text and cancels the prediction', async () => {
  const stream = event('output', 'one EN') + event('output', 'D two') + event('output', 'three');
  const { text } = await ask({ stream }, { stop: ['END'] });
  expect(text).toBe('one ');
  await cancelled;
});

test('an abort cancels the prediction', async () => {
  const abort = new AbortController();
  const { runtime } = await runtimeAt((request) =>
    request.path === '/v1/streams/abc'
      ? { headers: EVENT_STREAM, pieces: [event('output', 'half')], ending: 'hang' }
      : play({})(request),
  );
  const model = await runtime.languageModel({ provider: 'replicate', name: 'meta/llama' });
  const read = async () => {
    for await (const _ of model.stream(plainQuestion(abort.signal))) abort.abort(new Error('stopped'));
  };
  await expect(read()).rejects.toThrow('stopped');
  await cancelled;
});

test('a prediction that is over is not cancelled', async () => {
  const { asked } = await ask({ stream: event('output', 'all') + done });
  expect(asked).toEqual(['GET /v1/models/meta/llama', 'POST /v1/predictions', 'GET /v1/streams/abc']);
});

test('a model that does not stream is asked until it is done', async () => {
  const created = prediction({ urls: {} });
  const later = [prediction({ status: 'processing' }), prediction({ status: 'succeeded', output: ['one ', 'two'] })];
  const { text, waits } = await ask({ created, later });
  expect(text).toBe('one two');
  expect(waits).toEqual([500, 500]);
});

test('a stream that was given up while the model started is gone on from by asking', async () => {
  const later = [prediction({ status: 'succeeded', output: ['one ', 'two'] })];
  const { text } = await ask({ stream: `${event('output', 'one ')}:408: 408 Request Timeout\n\n`, later });
  expect(text).toBe('one two');
});

test.each([
  [{ status: 'failed', error: 'out of memory' }, /Bad Request Error, out of memory/],
  [{ status: 'canceled' }, /the prediction was canceled/],
])('a prediction that ends as %j is an error', async (end, message) => {
  const failure = ask({ created: prediction({ urls: {}, ...end }) });
  await expect(failure).rejects.toMatchObject({
    errorType: 'InvokeBadRequestError',
    message: expect.stringMatching(message),
  });
});

test('a prediction that others cancel is an error', async () => {
  const stream = event('output', 'half') + event('done', '{"reason": "canceled"}');
  await expect(ask({ stream })).rejects.toThrow('the prediction ended with "canceled"');
});

test('a prediction is made once, even where its output cannot be reached', async () => {
  const { url, close } = await startElsewhere();
  await close();
  const failure = ask({ created: prediction({ urls: { stream: `${url}/stream` } }) });
  await expect(failure).rejects.toMatchObject({
    errorType: 'InvokeConnectionError',
    message: expect.stringContaining('ECONNREFUSED'),
  });
  expect(server?.requests.filter(({ path }) => path === '/v1/predictions')).toHaveLength(1);
});

test('the token stays with Replicate', async () => {
  const { url } = await startElsewhere();
  const { body: _body } = await ask({ created: prediction({ urls: { stream: `${url}/stream` } }) });
  expect(elsewhere?.requests[0]?.headers['authorization']).toBeUndefined();
});

let elsewhere: ScriptedServer | undefined;
afterEach(() => elsewhere?.close());

async function startElsewhere() {
  elsewhere = await startScriptedServer(() => ({ headers: EVENT_STREAM, pieces: [done] }));
  return elsewhere;
}

test.each([
  ['a list as text', { texts: {}, convert_to_numpy: {} }, [[3, 4], [0, 2]], [{ texts: '["a","b"]', convert_to_numpy: false }]], // biome-ignore format: a table
  ['one by one', { text: {} }, [{ embedding: [3, 4] }], [{ text: 'a' }, { text: 'b' }]],
  ['one by one, plainly', { inputs: {} }, [3, 4], [{ inputs: 'a' }, { inputs: 'b' }]],
])('texts are embedded as %s', async (_what, inputs, output, sent) => {
  const created = prediction({ status: 'succeeded', output });
  const { runtime } = await runtimeAt(play({ model: modelWith(inputs), created }));
  const model = await runtime.embeddingModel({ provider: 'replicate', name: 'me/embed' });
  const vectors = await model.embed(['a', 'b'], 'document');
  expect(vectors[0]).toEqual(Float32Array.from([0.6, 0.8]));
  const made = server?.requests.filter(({ method }) => method === 'POST') ?? [];
  expect(made.map((request) => (request.json() as { input: unknown }).input)).toEqual(sent);
  expect(made[0]?.headers).toMatchObject({ prefer: 'wait=60' });
});

test('a model that embeds no texts says so', async () => {
  const { runtime } = await runtimeAt(play({}));
  const model = await runtime.embeddingModel({ provider: 'replicate', name: 'meta/llama' });
  await expect(model.embed(['a'], 'query')).rejects.toMatchObject({ errorType: 'InvokeBadRequestError' });
});
