import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  events,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { askedFor, describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

const reply = (delta: object, more: object = {}) => ({
  code: 0,
  message: 'Success',
  sid: 'cha000b000c@dx1905cf38fc8b86d552',
  id: 'cha000b000c@dx1905cf38fc8b86d552',
  created: 1_719_546_385,
  choices: [{ delta: { role: 'assistant', ...delta }, index: 0 }],
  ...more,
});
const usage = { usage: { prompt_tokens: 21, completion_tokens: 4, total_tokens: 25 } };
const refused = (code: number, message: string) => ({ code, message, sid: 'cha000b000c@dx1905cf38fc8b86d552' });
const error = (message: string) => ({ error: { message, type: 'api_error', param: null, code: null } });
const environment = { SPARKAI_APP_ID: '4CC5779A', SPARKAI_API_KEY: 'key123456', SPARKAI_API_SECRET: 'secret123456' };

describeWire({
  provider: 'spark',
  model: 'spark-4.0-ultra',
  documentation: 'https://www.xfyun.cn/doc/spark/HTTP%E8%B0%83%E7%94%A8%E6%96%87%E6%A1%A3.html',
  environment: () => environment,
  redirect: (url, server) => url.replace('https://spark-api-open.xf-yun.com', server),
  headers: EVENT_STREAM,
  greeting: events(
    reply({ content: '', reasoning_content: 'they greet' }),
    reply({ content: 'Grüße, ' }),
    reply({ content: '你好 👋' }),
    reply({
      tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'weather', arguments: '{"city":' } }],
    }),
    reply({ tool_calls: [{ index: 0, type: 'function', function: { arguments: '"Köln"}' } }] }, usage),
    '[DONE]',
  ),
  reasoning: 'they greet',
  brokenStream: events(reply({ content: 'half' }), refused(10014, '输出内容涉及敏感信息')),
  errorBody: error,
  refusals: [
    [error('invalid user'), 'InvokeAuthorizationError', 'invalid user'],
    [error('something else'), 'InvokeServerUnavailableError', 'something else'],
    [{ error: { message: 'no licence', code: '11200' } }, 'InvokeAuthorizationError', 'no licence'],
    [refused(11200, 'AppIdNoAuthError'), 'InvokeAuthorizationError', 'AppIdNoAuthError'],
    [refused(11202, 'AppIdQpsOverFlowError'), 'InvokeRateLimitError', 'AppIdQpsOverFlowError'],
    [refused(10907, 'too many tokens'), 'InvokeBadRequestError', 'too many tokens'],
    [refused(10012, 'engine'), 'InvokeServerUnavailableError', 'engine'],
  ],
  isTextOnly: true,
  // the wire does not say why it ended
  finishReason: 'tool_calls',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(request.headers['authorization']).toBe('Bearer key123456:secret123456');
    expect(request.json()).toEqual({
      model: '4.0Ultra',
      stream: true,
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 99,
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: 'what is this' },
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bonn"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      ],
      tools: [expect.objectContaining({ type: 'function', function: expect.objectContaining({ name: 'weather' }) })],
      tool_calls_switch: true,
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function ask(name: string, stream: string, variables: Record<string, string> = environment) {
  server = await startScriptedServer(() => ({ headers: EVENT_STREAM, pieces: [stream] }));
  const toServer: typeof fetch = (input, init) => fetch(`${server?.url}${new URL(String(input)).pathname}`, init);
  const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment: variables });
  const model = await runtime.languageModel({ provider: 'spark', name });
  return Array.fromAsync(model.stream({ ...plainQuestion(), user: 'u-1' }));
}

test('a call that comes as an object is read like one in a list', async () => {
  const call = { type: 'function', function: { name: 'weather', arguments: '{}' } };
  const chunks = await ask('spark-max', events(reply({ content: '', tool_calls: call }, usage), '[DONE]'));
  expect(chunks).toMatchObject([
    { type: 'tool-call', call: { id: 'cha000b000c@dx1905cf38fc8b86d552', name: 'weather', arguments: '{}' } },
    { type: 'finish', reason: 'tool_calls' },
  ]);
});

test.each([
  ['spark-lite', 'lite', '/v1/chat/completions'],
  ['generalv3.5', 'generalv3.5', '/v1/chat/completions'],
  ['spark-x', 'spark-x', '/v2/chat/completions'],
])('%s is asked for as %s at %s', async (name, sent, path) => {
  await ask(name, events(reply({ content: 'a' }, usage), '[DONE]'));
  expect(server?.requests[0]?.path).toBe(path);
  expect(server?.requests[0]?.json()).toMatchObject({ model: sent, user: 'u-1' });
});

test('a password of the HTTP service goes before key and secret', async () => {
  const stream = events(reply({ content: 'a' }, usage), '[DONE]');
  const chunks = await ask('spark-lite', stream, { ...environment, SPARK_API_PASSWORD: '123456' });
  expect(server?.requests[0]?.headers['authorization']).toBe('Bearer 123456');
  expect(chunks.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' });
});

test('half of the credentials is no access', async () => {
  const asking = ask('spark-lite', '', { SPARKAI_APP_ID: 'a', SPARKAI_API_KEY: 'k' });
  await expect(asking).rejects.toMatchObject({ code: 'provider_not_initialize' });
});

test('a picture is refused before anything is sent', async () => {
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'spark', name: 'spark-max' });
  const asking = Array.fromAsync(model.stream({ ...askedFor, signal: new AbortController().signal }));
  await expect(asking).rejects.toThrow('The model spark-max takes no image (image/png).');
});
