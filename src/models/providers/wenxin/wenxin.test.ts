import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ReceivedRequest,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type ModelRuntime, openModelRuntime } from '../../index.ts';

const event = (sentence_id: number, result: string, more: object = {}) => ({
  id: 'as-ywwpgx4dt7',
  object: 'chat.completion',
  created: 1_680_166_793,
  sentence_id,
  is_end: false,
  is_truncated: false,
  result,
  need_clear_history: false,
  usage: { prompt_tokens: 21, completion_tokens: 0, total_tokens: 21 },
  ...more,
});
const end = {
  is_end: true,
  finish_reason: 'function_call',
  function_call: { name: 'weather', thoughts: '用户想知道天气', arguments: '{"city":"Köln"}' },
  usage: { prompt_tokens: 21, completion_tokens: 4, total_tokens: 25 },
};
const refused = (error_code: number, error_msg: string) => ({ error_code, error_msg, id: 'as-1' });

const isTokenRequest = (request: ReceivedRequest) => request.path.startsWith('/oauth/2.0/token?');
const token = (access_token = '24.4a3a19b.2592000.1704694600.282335-18992') =>
  jsonReply({ access_token, expires_in: 2_592_000, scope: 'public ai_custom_yiyan_com_eb_instant' });
const workshop = { QIANFAN_AK: 'application-key', QIANFAN_SK: 'application-secret' };

describeWire({
  provider: 'wenxin',
  model: 'ernie-4.0-8k',
  documentation: 'https://cloud.baidu.com/doc/WENXINWORKSHOP/s/jlil56u11',
  environment: () => workshop,
  redirect: (url, server) => url.replace('https://aip.baidubce.com', server),
  around: (request) => (isTokenRequest(request) ? token() : undefined),
  headers: EVENT_STREAM,
  greeting: events(event(0, 'Grüße, '), event(1, '你好 👋'), event(2, '', end)),
  brokenStream: events(event(0, 'half'), refused(336_100, 'high load')),
  errorBody: (message) => refused(336_000, message),
  refusals: [
    [refused(6, 'No permission to access data'), 'InvokeAuthorizationError', 'No permission'],
    [refused(17, 'Open api daily request limit reached'), 'InvokeRateLimitError', 'daily request limit'],
    [refused(336_003, 'the length of messages must be an odd number'), 'InvokeBadRequestError', 'an odd number'],
    [refused(336_502, 'Rate limit reached for TPM'), 'InvokeRateLimitError', 'for TPM'],
    [refused(336_100, 'try again later'), 'InvokeServerUnavailableError', 'try again later'],
    [refused(111, 'Access token expired'), 'InvokeAuthorizationError', 'Access token expired'],
  ],
  isTextOnly: true,
  finishReason: 'function_call',
  checkRequest(request) {
    expect(request).toMatchObject({
      method: 'POST',
      path:
        '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro' +
        '?access_token=24.4a3a19b.2592000.1704694600.282335-18992',
    });
    expect(request.json()).toEqual({
      stream: true,
      system: 'be brief',
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 99,
      stop: ['END'],
      messages: [
        { role: 'user', content: 'what is this' },
        { role: 'assistant', content: '', function_call: { name: 'weather', arguments: '{"city":"Bonn"}' } },
        { role: 'function', name: 'weather', content: 'rain' },
      ],
      functions: [expect.objectContaining({ name: 'weather', description: 'tells the weather' })],
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(
  script: (request: ReceivedRequest) => ScriptedReply,
  environment: Record<string, string> = workshop,
): Promise<ModelRuntime> {
  server = await startScriptedServer((request) => script(request));
  const toServer: typeof fetch = (input, init) => {
    const { host, pathname, search } = new URL(String(input));
    return fetch(`${server?.url}${pathname}${search}`, { ...init, headers: { ...init?.headers, 'x-asked': host } });
  };
  return openModelRuntime({ fetch: toServer, clock: systemClock, environment });
}

async function ask(runtime: ModelRuntime, name = 'ernie-speed-8k') {
  const model = await runtime.languageModel({ provider: 'wenxin', name });
  return Array.fromAsync(model.stream(plainQuestion()));
}

const paths = () => server?.requests.map((request) => request.path.replace(/^.*wenxinworkshop\//, ''));
const answer = { headers: EVENT_STREAM, pieces: [events(event(0, 'a', { is_end: true, finish_reason: 'normal' }))] };

test('one token serves all models, and is asked for with key and secret', async () => {
  const runtime = await runtimeAt((request) => (isTokenRequest(request) ? token('t') : answer));
  await ask(runtime);
  await ask(runtime, 'my-own-model');
  expect(paths()).toEqual([
    '/oauth/2.0/token?grant_type=client_credentials&client_id=application-key&client_secret=application-secret',
    'chat/ernie_speed?access_token=t',
    'chat/my-own-model?access_token=t',
  ]);
});

test('calls that start together share one token', async () => {
  const runtime = await runtimeAt((request) => (isTokenRequest(request) ? token('t') : answer));
  await Promise.all([ask(runtime), ask(runtime)]);
  expect(server?.requests.filter(isTokenRequest)).toHaveLength(1);
});

test('a token that is no longer taken is bought anew', async () => {
  let bought = 0;
  const runtime = await runtimeAt((request) => {
    if (isTokenRequest(request)) return token(`t${++bought}`);
    return request.path.endsWith('=t1') ? jsonReply(refused(110, 'Access token invalid')) : answer;
  });
  expect(await ask(runtime)).toMatchObject([
    { type: 'text', text: 'a' },
    { type: 'finish', reason: 'normal' },
  ]);
  await ask(runtime);
  expect(paths()?.map((path) => path.replace(/\?grant.*/, ''))).toEqual([
    '/oauth/2.0/token',
    'chat/ernie_speed?access_token=t1',
    '/oauth/2.0/token',
    'chat/ernie_speed?access_token=t2',
    'chat/ernie_speed?access_token=t2',
  ]);
});

test('a pair that buys no token says why, without the secret, and is tried again the next time', async () => {
  const description = 'unknown client id application-secret';
  let replies = 0;
  const runtime = await runtimeAt((request) => {
    if (!isTokenRequest(request)) return answer;
    return replies++ === 0 ? jsonReply({ error: 'invalid_client', error_description: description }, 401) : token();
  });
  await expect(ask(runtime)).rejects.toMatchObject({
    errorType: 'InvokeAuthorizationError',
    message: expect.stringContaining('unknown client id *** (invalid_client)'),
  });
  expect(await ask(runtime)).toHaveLength(2);
});

test('a refusal with status 200 that repeats the token does not show it', async () => {
  const runtime = await runtimeAt((request) =>
    isTokenRequest(request) ? token() : jsonReply(refused(6, `not for ${request.path}`)),
  );
  await expect(ask(runtime)).rejects.toMatchObject({ message: expect.stringMatching(/access_token=\*\*\*$/) });
});

const VECTORS = { object: 'embedding_list', data: [{ object: 'embedding', embedding: [0, 2], index: 0 }] };
const SCORES = { object: 'reranker_list', results: [{ document: 'b', relevance_score: 0.85, index: 1 }] };

test.each([
  ['embedding-v1', 'embeddings/embedding-v1', [16, 1]],
  ['bge-large-zh', 'embeddings/bge_large_zh', [16, 1]],
  ['tao-8k', 'embeddings/tao_8k', Array(17).fill(1)],
])('%s embeds at %s (https://cloud.baidu.com/doc/WENXINWORKSHOP/s/alj562vvu)', async (name, path, sizes) => {
  const inputOf = (request: ReceivedRequest) => (request.json() as { input: string[] }).input;
  const runtime = await runtimeAt((request) => {
    if (isTokenRequest(request)) return token('t');
    return jsonReply({ data: inputOf(request).map((_, index) => ({ index, embedding: [1, 0] })) });
  });
  const model = await runtime.embeddingModel({ provider: 'wenxin', name });
  await model.embed(Array.from({ length: 17 }, (_, i) => `text ${i}`), 'document'); // biome-ignore format: one call
  const [, ...requests] = server?.requests ?? [];
  expect(requests[0]?.path).toContain(`/${path}?access_token=t`);
  expect(requests.map((request) => inputOf(request).length).toSorted((a, b) => b - a)).toEqual(sizes);
});

test('the older API reranks (bce-qianfan-sdk, python/qianfan/resources/llm/rerank.py)', async () => {
  const runtime = await runtimeAt((request) => (isTokenRequest(request) ? token('t') : jsonReply(SCORES)));
  const model = await runtime.rerankModel({ provider: 'wenxin', name: 'bce-reranker-base_v1' });
  expect(await model.rerank('', ['a', 'b'], { topN: 5 })).toEqual([{ index: 1, score: 0.85 }]);
  expect(paths()?.[1]).toBe('reranker/bce_reranker_base?access_token=t');
  expect(server?.requests[1]?.json()).toEqual({ query: ' ', documents: ['a', 'b'], top_n: 2 });
});

test.each(['embedding', 'rerank'] as const)('a refusal with status 200 to the %s is a model error', async (kind) => {
  const refuse = jsonReply(refused(336_501, 'Rate limit reached for RPM'));
  const runtime = await runtimeAt((request) => (isTokenRequest(request) ? token('t') : refuse));
  const asking =
    kind === 'embedding'
      ? (await runtime.embeddingModel({ provider: 'wenxin', name: 'tao-8k' })).embed(['a'], 'query')
      : (await runtime.rerankModel({ provider: 'wenxin', name: 'bce-reranker-base' })).rerank('q', ['a'], {});
  await expect(asking).rejects.toMatchObject({
    errorType: 'InvokeRateLimitError',
    message: '[wenxin] Rate Limit Error, Rate limit reached for RPM',
  });
});

/** https://cloud.baidu.com/doc/qianfan-api: OpenAI's wire. */
const newer = { QIANFAN_API_KEY: 'bce-v3/ALTAK-of-the-test' };

test.each([
  ['a key alone', newer],
  ['a key of the newer wire with a secret beside it', { ...newer, QIANFAN_SK: 's' }],
])('%s leads to the newer wire', async (_, environment) => {
  const choice = (delta: object, finish_reason?: string) => ({
    id: 'c',
    choices: [{ index: 0, delta, finish_reason }],
  });
  const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
  const stream = events(
    choice({ reasoning_content: 'hm' }),
    choice({ content: 'yes' }, 'stop'),
    { choices: [], usage },
    '[DONE]',
  );
  const runtime = await runtimeAt(() => ({ headers: EVENT_STREAM, pieces: [stream] }), environment);
  expect(await ask(runtime, 'ernie-x1-turbo-32k')).toMatchObject([
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text: 'yes' },
    { type: 'finish', reason: 'stop', usage: { promptTokens: 2, completionTokens: 3 } },
  ]);
  expect(server?.requests).toMatchObject([
    {
      path: '/v2/chat/completions',
      headers: { authorization: 'Bearer bce-v3/ALTAK-of-the-test', 'x-asked': 'qianfan.baidubce.com' },
    },
  ]);
});

test('the newer wire embeds and reranks', async () => {
  const runtime = await runtimeAt((request) => jsonReply(request.path === '/v2/rerank' ? SCORES : VECTORS), newer);
  const embedding = await runtime.embeddingModel({ provider: 'wenxin', name: 'embedding-v1' });
  expect(await embedding.embed(['a'], 'query')).toEqual([Float32Array.from([0, 1])]);
  const reranker = await runtime.rerankModel({ provider: 'wenxin', name: 'bce-reranker-base_v1' });
  expect(await reranker.rerank('q', ['a', 'b'], { topN: 5 })).toEqual([{ index: 1, score: 0.85 }]);
  expect(server?.requests.map((request) => request.path)).toEqual(['/v2/embeddings', '/v2/rerank']);
  expect(server?.requests[1]?.json()).toMatchObject({ model: 'bce-reranker-base', top_n: 2 });
});
