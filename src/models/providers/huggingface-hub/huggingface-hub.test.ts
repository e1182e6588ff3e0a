import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  jsonReply,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

const event = (data: object) => `data:${JSON.stringify(data)}\n\n`;
/** https://huggingface.github.io/text-generation-inference: `StreamResponse` */
const token = (text: string, more: object = {}) =>
  event({
    index: 1,
    token: { id: 7, text, logprob: -0.34, special: false },
    generated_text: null,
    details: null,
    ...more,
  });
const details = { finish_reason: 'eos_token', generated_tokens: 4, seed: null, input_length: 21 };
const last = token('</s>', {
  token: { id: 2, text: '</s>', logprob: -0.1, special: true },
  generated_text: 'all of it',
  details,
});

describeWire({
  provider: 'huggingface',
  model: 'openai-community/gpt2',
  documentation: 'https://huggingface.co/docs/inference-providers/tasks/text-generation',
  environment: () => ({ HF_TOKEN: 'key-of-the-test' }),
  redirect: (url, server) => url.replace('https://router.huggingface.co', server),
  headers: EVENT_STREAM,
  mode: 'completion',
  hasTools: false,
  greeting: token('Grüße, ') + token('你好 👋') + last,
  brokenStream: token('half') + event({ error: 'Request failed during generation', error_type: 'generation' }),
  errorBody: (message) => ({ error: message, error_type: 'validation' }),
  finishReason: 'eos_token',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/hf-inference/models/openai-community/gpt2' });
    expect(request.headers['authorization']).toBe('Bearer key-of-the-test');
    expect(request.json()).toEqual({
      inputs: 'be brief\nwhat is this\n\nrain',
      parameters: {
        temperature: 0.5,
        max_new_tokens: 99,
        top_p: 0.9,
        details: true,
        return_full_text: false,
        stop: ['END'],
      },
      stream: true,
    });
  },
});

const chunk = (delta: object, finish_reason: string | null = null) =>
  event({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });

describeWire({
  provider: 'huggingface_hub',
  model: 'Qwen/Qwen3-32B',
  documentation: 'https://huggingface.co/docs/inference-providers/tasks/chat-completion',
  environment: () => ({ HUGGINGFACEHUB_API_TOKEN: 'key-of-the-test' }),
  redirect: (url, server) => url.replace('https://router.huggingface.co', server),
  headers: EVENT_STREAM,
  reasoning: 'hm',
  greeting: [
    chunk({ role: 'assistant', reasoning_content: 'hm' }),
    chunk({ content: 'Grüße, 你好 👋' }),
    chunk({
      tool_calls: [
        { index: 0, id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } },
      ],
    }),
    chunk({}, 'tool_calls'),
    event({ choices: [], usage: { prompt_tokens: 21, completion_tokens: 4, total_tokens: 25 } }),
    'data: [DONE]\n\n',
  ].join(''),
  errorBody: (message) => ({ error: message }),
  finishReason: 'tool_calls',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(request.headers['authorization']).toBe('Bearer key-of-the-test');
    expect(request.json()).toMatchObject({ model: 'Qwen/Qwen3-32B', stream: true });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** An endpoint of one's own, as Dify's form describes it. */
const endpointAt = (url: string) => ({
  huggingfacehub_api_token: 'key-of-the-test',
  huggingfacehub_api_type: 'inference_endpoints',
  huggingfacehub_endpoint_url: url,
  huggingface_namespace: 'me',
});

function runtimeWith(values: Record<string, string>, toServer = fetch) {
  const credentials = {
    find: async () => [{ id: 'c', values }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  return openModelRuntime({ fetch: toServer, clock: systemClock, credentials });
}

async function runtimeAt(reply: ScriptedReply, values: Record<string, string> = {}) {
  server = await startScriptedServer(() => reply);
  return runtimeWith({ ...endpointAt(`${server.url}/`), ...values });
}

async function complete(reply: ScriptedReply) {
  const runtime = await runtimeAt(reply, { task_type: 'text-generation' });
  const model = await runtime.languageModel({ provider: 'langgenius/huggingface_hub/huggingface_hub', name: 'me/m' });
  return Array.fromAsync(model.stream(plainQuestion()));
}

test("an endpoint of one's own goes on from a text at its own address", async () => {
  const chunks = await complete({ headers: EVENT_STREAM, pieces: [token('hi'), last] });
  expect(chunks[0]).toEqual({ type: 'text', text: 'hi' });
  expect(server?.requests[0]).toMatchObject({ path: '/', method: 'POST' });
});

test("an endpoint of one's own chats below its address", async () => {
  const runtime = await runtimeAt({ headers: EVENT_STREAM, pieces: [chunk({ content: 'hi' }, 'stop')] });
  const model = await runtime.languageModel({ provider: 'huggingface_hub', name: 'me/m' });
  await Array.fromAsync(model.stream(plainQuestion()));
  expect(server?.requests[0]?.path).toBe('/v1/chat/completions');
});

test('a model that does not stream answers at once', async () => {
  const chunks = await complete(jsonReply([{ generated_text: 'all at once' }]));
  expect(chunks).toEqual([
    { type: 'text', text: 'all at once' },
    expect.objectContaining({ type: 'finish', reason: 'stop' }),
  ]);
});

test.each([
  ['generation', 'InvokeServerUnavailableError'],
  ['validation', 'InvokeBadRequestError'],
  ['overloaded', 'InvokeRateLimitError'],
])('an error of type %s inside the stream is an %s', async (error_type, errorType) => {
  const failure = complete({
    headers: EVENT_STREAM,
    pieces: [token('half'), event({ error: 'the words', error_type })],
  });
  await expect(failure).rejects.toMatchObject({ errorType, message: expect.stringContaining('the words') });
});

test('a reply that ends too early is an error, not an answer', async () => {
  await expect(complete({ headers: EVENT_STREAM, pieces: [token('half')] })).rejects.toMatchObject({
    errorType: 'InvokeServerUnavailableError',
  });
});

test.each([
  ['a vector per text', [[3, 4], [0, 2]]], // biome-ignore format: a matrix
  ['a vector per token', [[[2, 4], [4, 4]], [[0, 2]]]], // biome-ignore format: a matrix
  ['a vector per token in a list of one', [[[[2, 4], [4, 4]]], [[[0, 2]]]]], // biome-ignore format: a matrix
])(
  'embeddings come as %s (https://huggingface.co/docs/inference-providers/tasks/feature-extraction)',
  async (_what, reply) => {
    const runtime = await runtimeAt(jsonReply(reply), { task_type: 'feature-extraction' });
    const model = await runtime.embeddingModel({ provider: 'huggingface_hub', name: 'me/m' });
    expect(await model.embed(['a', 'b'], 'document')).toEqual([
      Float32Array.from([0.6, 0.8]),
      Float32Array.from([0, 1]),
    ]);
    expect(server?.requests[0]?.json()).toEqual({ inputs: ['a', 'b'] });
  },
);

test('hosted models embed at a path of their own, whatever endpoint is written beside', async () => {
  const asked: string[] = [];
  const toNowhere: typeof fetch = async (url) => {
    asked.push(String(url));
    return new Response('[[1]]');
  };
  const values = { ...endpointAt('https://my.endpoint'), huggingfacehub_api_type: 'hosted_inference_api' };
  const runtime = runtimeWith(values, toNowhere);
  const model = await runtime.embeddingModel({ provider: 'huggingface_hub', name: 'BAAI/bge-small' });
  await model.embed(['a'], 'query');
  expect(asked).toEqual([
    'https://router.huggingface.co/hf-inference/models/BAAI/bge-small/pipeline/feature-extraction',
  ]);
});
