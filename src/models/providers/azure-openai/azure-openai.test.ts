import { afterEach, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../../../../test/fakes/chat-server.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

let server: ChatServer | undefined;
afterEach(() => server?.close());

test('a deployment is asked at its path, with version and key as Azure wants them', async () => {
  server = await startChatServer([{ chunks: ['hi'] }]);
  const environment = { AZURE_OPENAI_ENDPOINT: `${server.url}/`, AZURE_OPENAI_API_KEY: 'key-of-the-test' };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'azure_openai', name: 'my gpt' });
  const signal = new AbortController().signal;
  const chunks = await Array.fromAsync(
    model.stream({ messages: [{ role: 'user', content: 'x' }], parameters: {}, signal }),
  );
  expect(chunks[0]).toEqual({ type: 'text', text: 'hi' });
  // https://learn.microsoft.com/azure/ai-foundry/openai/reference#chat-completions
  expect(server.requests[0]?.path).toBe('/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21');
  expect(server.requests[0]?.headers).toMatchObject({ 'api-key': 'key-of-the-test' });
  expect(server.requests[0]?.headers['authorization']).toBeUndefined();
});

test('the base model of a deployment says what it can do', async () => {
  const values = { openai_api_base: 'http://localhost:9', openai_api_key: 'k', base_model_name: 'gpt-4' };
  const credentials = {
    find: async () => [{ id: 'c', values }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  const runtime = openModelRuntime({ fetch, clock: systemClock, credentials });
  const model = await runtime.languageModel({ provider: 'azure_openai', name: 'mine' });
  expect(model.contextSize).toBe(8192);
  expect(model.features.has('vision')).toBe(false);
});
