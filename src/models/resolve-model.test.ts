import { afterEach, expect, onTestFinished, test } from 'vitest';
import { type ChatServer, startChatServer } from '../../test/fakes/chat-server.ts';
import { EVENT_STREAM, events, startScriptedServer } from '../../test/fakes/scripted-server.ts';
import { systemClock } from '../platform/clock/index.ts';
import {
  checkModelCredentials,
  findModelProvider,
  type LanguageModel,
  modelProviderNames,
  openModelRuntime,
  parseModelOverride,
} from './index.ts';

let server: ChatServer | undefined;
afterEach(() => server?.close());

async function say(model: LanguageModel): Promise<string> {
  let text = '';
  const signal = new AbortController().signal;
  for await (const chunk of model.stream({ messages: [{ role: 'user', content: 'x' }], parameters: {}, signal })) {
    if (chunk.type === 'text') text += chunk.text;
  }
  return text;
}

test('the gateway serves the override under its own name, able to see, to call tools and to keep to a schema', async () => {
  server = await startChatServer(['hi']);
  const overrides = [parseModelOverride('openai:*=ollama:llama3.2')];
  const runtime = openModelRuntime({ fetch, clock: systemClock, overrides, gateway: { url: `${server.url}/v1/` } });
  const model = await runtime.languageModel({ provider: 'openai', name: 'gpt-4o' });
  expect(await say(model)).toBe('hi');
  expect(server.requests[0]).toMatchObject({ path: '/v1/chat/completions' });
  expect(server.requests[0]?.headers['authorization']).toBeUndefined();
  expect(server.sent()[0]?.['model']).toBe('llama3.2');
  expect(model).toMatchObject({
    contextSize: 128_000,
    mode: 'chat',
    reference: { provider: 'langgenius/ollama/ollama' },
  });
  expect([...model.features]).toEqual(expect.arrayContaining(['tool-call', 'vision', 'structured-output']));
});

test('without any way to a model the error names the model and the ways', async () => {
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment: {} });
  await expect(runtime.languageModel({ provider: 'langgenius/nobody/nobody', name: 'm-1' })).rejects.toMatchObject({
    code: 'provider_not_initialize',
    message: expect.stringContaining('m-1'),
    hint: expect.stringContaining('--model-gateway'),
  });
});

test('prices of the catalogue make the usage', async () => {
  server = await startChatServer(['hi']);
  const environment = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${server.url}/v1` };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'openai', name: 'gpt-4o' });
  const signal = new AbortController().signal;
  const chunks = await Array.fromAsync(
    model.stream({ messages: [{ role: 'user', content: 'x' }], parameters: {}, signal }),
  );
  expect(chunks.at(-1)).toMatchObject({
    usage: {
      promptUnitPrice: '2.5',
      promptPriceUnit: '0.000001',
      promptPrice: '0.0000250',
      completionPrice: '0.0000500',
      totalPrice: '0.0000750',
      currency: 'USD',
    },
  });
});

test('what a person said about a model of their own is believed', async () => {
  server = await startChatServer(['hi']);
  const values = {
    endpoint_url: `${server.url}/v1`,
    api_key: 'k',
    context_size: '9000',
    mode: 'completion',
    vision_support: 'support',
    function_calling_type: 'no_call',
    endpoint_model_name: 'real-name',
  };
  const credentials = {
    find: async () => [{ id: 'c', values }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  const runtime = openModelRuntime({ fetch, clock: systemClock, credentials });
  const model = await runtime.languageModel({ provider: 'openai_api_compatible', name: 'shown-name' });
  expect(model).toMatchObject({ contextSize: 9000, mode: 'completion' });
  expect([...model.features]).toEqual(['vision']);
  expect(await say(model)).toBe('hi');
  expect(server.sent()[0]).toMatchObject({ model: 'real-name', prompt: 'x' });
});

test('a credential that is refused is reported, and the next one is tried', async () => {
  server = await startChatServer([{ error: { status: 429, message: 'slow down' } }, 'hi']);
  const endpoint_url = `${server.url}/v1`;
  const reported: string[] = [];
  const credentials = {
    find: async () => ['one', 'two'].map((id) => ({ id, values: { endpoint_url, api_key: `key-${id}` } })),
    report: (id: string, outcome: string) => reported.push(`${id} ${outcome}`),
    defaultModel: async () => undefined,
  };
  const runtime = openModelRuntime({ fetch, clock: systemClock, credentials });
  expect(await say(await runtime.languageModel({ provider: 'openai_api_compatible', name: 'm' }))).toBe('hi');
  expect(reported).toEqual(['one rate-limited']);
  expect(server.requests.map((request) => request.headers['authorization'])).toEqual([
    'Bearer key-one',
    'Bearer key-two',
  ]);
});

test('a credential whose server cannot be reached is passed over', async () => {
  server = await startChatServer(['hi']);
  const gone = await startChatServer(['x']);
  await gone.close();
  const addresses = [gone.url, server.url];
  const reported: string[] = [];
  const credentials = {
    find: async () =>
      addresses.map((url) => ({ id: url === gone.url ? 'gone' : 'there', values: { endpoint_url: `${url}/v1` } })),
    report: (id: string, outcome: string) => reported.push(`${id} ${outcome}`),
    defaultModel: async () => undefined,
  };
  const clock = { ...systemClock, sleep: async () => {} };
  const runtime = openModelRuntime({ fetch, clock, credentials });
  expect(await say(await runtime.languageModel({ provider: 'openai_api_compatible', name: 'm' }))).toBe('hi');
  expect(reported).toEqual(['gone unreachable']);
});

test('what had begun is not begun anew with another credential', async () => {
  const half = events({ choices: [{ index: 0, delta: { content: 'half' } }] }, { error: { code: 429, message: 'no' } });
  const begun = await startScriptedServer(() => ({ headers: EVENT_STREAM, pieces: [half] }));
  onTestFinished(() => begun.close());
  const values = { endpoint_url: `${begun.url}/v1` };
  const credentials = {
    find: async () => ['one', 'two'].map((id) => ({ id, values })),
    report: () => {},
    defaultModel: async () => undefined,
  };
  const model = await openModelRuntime({ fetch, clock: systemClock, credentials }).languageModel({
    provider: 'openai_api_compatible',
    name: 'm',
  });
  await expect(say(model)).rejects.toMatchObject({ errorType: 'InvokeRateLimitError' });
  expect(begun.requests).toHaveLength(1);
});

test('credentials are checked by a real call', async () => {
  server = await startChatServer(['pong', { error: { status: 401, message: 'wrong key' } }]);
  const check = () =>
    checkModelCredentials({
      reference: { provider: 'openai', name: 'gpt-4o-mini' },
      kind: 'llm',
      values: { openai_api_key: 'k', openai_api_base: server?.url ?? '' },
      fetch,
      clock: systemClock,
      signal: new AbortController().signal,
    });
  await expect(check()).resolves.toBeUndefined();
  await expect(check()).rejects.toMatchObject({ errorType: 'InvokeAuthorizationError' });
});

test('every provider can be found by its short and its long name, and says what it needs', async () => {
  const names = await modelProviderNames();
  expect(names.length).toBeGreaterThan(40);
  for (const name of names) {
    const provider = await findModelProvider(`langgenius/${name}/${name}`);
    expect(provider?.id).toBe(name);
    expect(provider?.credentials.length, name).toBeGreaterThan(0);
    expect(await findModelProvider(name)).toMatchObject({ id: name });
  }
});
