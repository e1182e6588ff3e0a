import { afterEach, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../../test/fakes/chat-server.ts';
import { systemClock } from '../platform/clock/index.ts';
import { type LanguageModel, openModelRuntime, parseModelOverride } from './index.ts';

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
