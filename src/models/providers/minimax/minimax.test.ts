import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

const chunk = (delta: object, more: object = {}) => ({
  id: '02ff7eb7fe6fb505b9d5cb6945a1a98b',
  choices: [{ index: 0, delta: { role: 'assistant', ...delta }, ...more }],
  created: 1722829751,
  model: 'MiniMax-M2',
  object: 'chat.completion.chunk',
  output_sensitive: false,
});
const call = (fields: object) => ({ tool_calls: [{ index: 0, ...fields }] });
const state = (status_code: number, status_msg: string) => ({ base_resp: { status_code, status_msg } });
const last = {
  ...chunk({}),
  choices: [{ finish_reason: 'tool_calls', index: 0, message: { role: 'assistant', content: 'Grüße, 你好 👋' } }],
  object: 'chat.completion',
  usage: { total_tokens: 25, prompt_tokens: 21, completion_tokens: 4 },
  ...state(0, ''),
};

describeWire({
  provider: 'minimax',
  model: 'minimax-m2',
  documentation: 'https://platform.minimaxi.com/docs/api-reference/text-post',
  environment: (url) => ({ MINIMAX_API_KEY: 'key-of-the-test', MINIMAX_GROUP_ID: '17', MINIMAX_BASE_URL: url }),
  headers: EVENT_STREAM,
  greeting: events(
    chunk({ content: '', reasoning_content: 'they greet' }),
    chunk({ content: 'Grüße, ' }),
    chunk({ content: '你好 👋' }),
    chunk(call({ id: 'call_function_1', type: 'function', function: { name: 'weather', arguments: '{"city":' } })),
    chunk(call({ function: { arguments: '"Köln"}' } }), { finish_reason: 'tool_calls' }),
    last,
  ),
  reasoning: 'they greet',
  brokenStream: events(chunk({ content: 'half' }), { ...last, choices: [], ...state(1027, 'output new_sensitive') }),
  errorBody: (message) => state(1000, message),
  refusals: [
    [state(1002, 'rate limit'), 'InvokeRateLimitError', 'rate limit'],
    [state(1004, 'not authorized'), 'InvokeAuthorizationError', 'not authorized'],
    [state(1008, 'insufficient balance'), 'InvokeAuthorizationError', 'insufficient balance'],
    [state(2013, 'invalid params'), 'InvokeBadRequestError', 'invalid params'],
    [state(1033, 'system error'), 'InvokeServerUnavailableError', 'system error'],
    [state(4711, 'never heard of'), 'InvokeServerUnavailableError', 'never heard of'],
  ],
  finishReason: 'tool_calls',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/v1/text/chatcompletion_v2?GroupId=17' });
    expect(request.headers['authorization']).toBe('Bearer key-of-the-test');
    expect(request.json()).toEqual({
      model: 'MiniMax-M2',
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      top_p: 0.9,
      max_completion_tokens: 99,
      stop: ['END'],
      messages: [
        { role: 'system', content: 'be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what is this' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bonn"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'rain' },
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
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(reply: ScriptedReply, more: Record<string, string> = {}) {
  server = await startScriptedServer(() => reply);
  const environment = { MINIMAX_API_KEY: 'k', MINIMAX_BASE_URL: `${server.url}/anthropic/`, ...more };
  return openModelRuntime({ fetch, clock: systemClock, environment });
}

async function thinking(name: string, parameters: Record<string, boolean> = {}) {
  const pieces = [events(chunk({ reasoning_content: 'hm' }), chunk({ content: 'yes' }), last)];
  const runtime = await runtimeAt({ headers: EVENT_STREAM, pieces });
  const model = await runtime.languageModel({ provider: 'minimax', name });
  const chunks = await Array.fromAsync(model.stream({ ...plainQuestion(), parameters }));
  return chunks.flatMap((item) => (item.type === 'reasoning' ? [item.text] : []));
}

test.each([
  ['minimax-m2', {}, ['hm']],
  ['minimax-m3', {}, []],
  ['minimax-m3', { exclude_reasoning_tokens: false }, ['hm']],
  ['minimax-m2', { exclude_reasoning_tokens: true }, []],
] as const)('what %s thinks, with %j, comes as %j', async (name, parameters, shown) => {
  expect(await thinking(name, parameters)).toEqual(shown);
});

test.each([
  ['minimax-m2.1-lightning', 'MiniMax-M2.1-highspeed'],
  ['minimax-m2-her', 'M2-her'],
  ['abab6.5s-chat', 'abab6.5s-chat'],
  ['MiniMax-M2.5', 'MiniMax-M2.5'],
])('%s is asked for as %s', async (name, sent) => {
  await thinking(name);
  expect(server?.requests[0]?.json()).toMatchObject({ model: sent });
  expect(server?.requests[0]?.path).toBe('/v1/text/chatcompletion_v2');
});

test('a document is refused before anything is sent', async () => {
  const runtime = await runtimeAt(jsonReply({}));
  const model = await runtime.languageModel({ provider: 'minimax', name: 'minimax-m3' });
  const content = [{ type: 'document' as const, mimeType: 'application/pdf', data: new Uint8Array([1]) }];
  const asking = Array.fromAsync(model.stream({ ...plainQuestion(), messages: [{ role: 'user', content }] }));
  await expect(asking).rejects.toMatchObject({
    errorType: 'InvokeBadRequestError',
    message: 'The model MiniMax-M3 takes no document (application/pdf).',
  });
  expect(server?.requests).toEqual([]);
});

/** https://platform.minimaxi.com/document/guides/embeddings */
const vectors = (...values: readonly number[][]) =>
  jsonReply({ vectors: values, total_tokens: 3, ...state(0, 'success') });

test.each([
  ['document', 'db'],
  ['query', 'query'],
] as const)('a %s is embedded as %s', async (purpose, type) => {
  const runtime = await runtimeAt(vectors([0, 2]), { MINIMAX_GROUP_ID: 'a b' });
  const model = await runtime.embeddingModel({ provider: 'minimax', name: 'embo-01' });
  expect(await model.embed(['a'], purpose)).toEqual([Float32Array.from([0, 1])]);
  expect(server?.requests[0]?.path).toBe('/v1/embeddings?GroupId=a%20b');
  expect(server?.requests[0]?.json()).toEqual({ model: 'embo-01', texts: ['a'], type });
});

test('texts are embedded one by one, or as many at once as the credentials say', async () => {
  server = await startScriptedServer((request) =>
    vectors(...(request.json() as { texts: string[] }).texts.map((text) => [text.length, 1])),
  );
  const sizes = async (batchSize: string | undefined) => {
    const before = server?.requests.length ?? 0;
    const values = {
      minimax_api_key: 'k',
      endpoint_url: server?.url ?? '',
      ...(batchSize && { batch_size: batchSize }),
    };
    const credentials = {
      find: async () => [{ id: 'c', values }],
      report: () => {},
      defaultModel: async () => undefined,
    };
    const runtime = openModelRuntime({ fetch, clock: systemClock, credentials });
    await (await runtime.embeddingModel({ provider: 'minimax', name: 'embo-01' })).embed(
      ['a', 'bb', 'ccc'],
      'document',
    );
    return server?.requests.slice(before).map((request) => (request.json() as { texts: string[] }).texts.length);
  };
  expect(await sizes(undefined)).toEqual([1, 1, 1]);
  expect(await sizes('2')).toEqual([2, 1]);
});

test('an embedding that MiniMax refuses with status 200 is a model error', async () => {
  const runtime = await runtimeAt(jsonReply({ vectors: null, ...state(1039, 'token limit') }));
  const model = await runtime.embeddingModel({ provider: 'minimax', name: 'embo-01' });
  await expect(model.embed(['a'], 'query')).rejects.toMatchObject({
    errorType: 'InvokeRateLimitError',
    message: '[minimax] Rate Limit Error, token limit',
  });
});

/** https://platform.minimaxi.com/docs/api-reference/speech-t2a-http */
const audio = (text: string, status: number) => ({
  data: { audio: Buffer.from(text).toString('hex'), status },
  trace_id: '01b8bf9bb7433cc75c18eee6cfa8fe21',
  ...state(0, ''),
});

async function speak(reply: ScriptedReply): Promise<string> {
  const runtime = await runtimeAt(reply);
  const model = await runtime.textToSpeechModel({ provider: 'minimax', name: 'speech-02-hd' });
  return Buffer.concat(await Array.fromAsync(model.speak('Guten Tag', { voice: 'female-yujie' }))).toString();
}

test('speech is what the pieces hold, without the repetition at the end', async () => {
  const pieces = [events(audio('one ', 1), audio('two', 1), { ...audio('one two', 2), extra_info: {} })];
  expect(await speak({ headers: EVENT_STREAM, pieces })).toBe('one two');
  expect(server?.requests[0]?.path).toBe('/v1/t2a_v2');
  expect(server?.requests[0]?.json()).toMatchObject({
    model: 'speech-02-hd',
    text: 'Guten Tag',
    stream: true,
    stream_options: { exclude_aggregated_audio: true },
    voice_setting: { voice_id: 'female-yujie' },
    audio_setting: { format: 'mp3' },
  });
});

test('speech that comes in one piece is not taken for a repetition', async () => {
  expect(await speak({ headers: EVENT_STREAM, pieces: [events(audio('all', 2))] })).toBe('all');
});

test.each([
  ['a refusal', { data: null, ...state(1004, 'login fail') }, 'InvokeAuthorizationError', 'login fail'],
  ['an answer without audio', { data: null, ...state(0, '') }, 'InvokeServerUnavailableError', 'no audio'],
])('%s to speak is a model error', async (_, body, errorType, words) => {
  await expect(speak(jsonReply(body))).rejects.toMatchObject({ errorType, message: expect.stringContaining(words) });
});
