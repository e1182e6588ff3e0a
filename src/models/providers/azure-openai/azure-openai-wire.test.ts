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
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type ModelRuntime, openModelRuntime } from '../../index.ts';

const KEY = 'key-of-the-test';
const chunk = (delta: object, finish_reason: string | null = null) => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o' },
  choices: [{ index: 0, delta, finish_reason, logprobs: null }],
});
/** Azure begins a stream with what it found in the prompt, and without any choice. */
const filtered = { choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] };
const call = (fields: object, name?: string) => ({
  tool_calls: [
    { index: 0, ...(name && { id: 'call_1', type: 'function' }), function: { ...fields, ...(name && { name }) } },
  ],
});
const usage = { choices: [], usage: { prompt_tokens: 21, completion_tokens: 4, total_tokens: 25 } };

describeWire({
  provider: 'azure_openai',
  model: 'my gpt/4o',
  documentation: 'https://learn.microsoft.com/azure/ai-foundry/openai/reference#chat-completions',
  environment: (url) => ({ AZURE_OPENAI_ENDPOINT: `${url}/openai/`, AZURE_OPENAI_API_KEY: KEY }),
  headers: EVENT_STREAM,
  greeting: events(
    filtered,
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Grüße, ' }),
    chunk({ content: '你好 👋' }),
    chunk(call({ arguments: '' }, 'weather')),
    chunk(call({ arguments: '{"city":' })),
    chunk(call({ arguments: '"Köln"}' })),
    chunk({}, 'tool_calls'),
    usage,
    '[DONE]',
  ),
  brokenStream: events(chunk({ content: 'half' }), { error: { message: 'the server is busy', code: '503' } }),
  errorBody: (message) => ({
    error: { message, type: 'invalid_request_error', param: null, code: 'DeploymentNotFound' },
  }),
  finishReason: 'tool_calls',
  checkRequest(request) {
    expect(request.path).toBe('/openai/deployments/my%20gpt%2F4o/chat/completions?api-version=2024-10-21');
    expect(request.headers).toMatchObject({ 'api-key': KEY });
    expect(request.headers['authorization']).toBeUndefined();
    expect(request.json()).toMatchObject({
      ...{ stream: true, stream_options: { include_usage: true } },
      ...{ temperature: 0.5, max_tokens: 99, top_p: 0.9, stop: ['END'] },
      tools: [{ type: 'function', function: { name: 'weather' } }],
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: [{ type: 'text' }, { type: 'image_url' }] },
        { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'weather', arguments: '{"city":"Bonn"}' } }] },
        { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      ],
    });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(reply: ScriptedReply, more: Record<string, string> = {}): Promise<ModelRuntime> {
  server = await startScriptedServer(() => reply);
  const environment = { AZURE_OPENAI_ENDPOINT: server.url, AZURE_OPENAI_API_KEY: KEY, ...more };
  return openModelRuntime({ fetch, clock: systemClock, environment });
}

const deployment = { provider: 'azure_openai', name: 'mine' };
const audio = { bytes: new Uint8Array([1, 2]), mimeType: 'audio/mpeg', filename: 'a.mp3' };
const asked = (): ReceivedRequest | undefined => server?.requests[0];

test('the version that was configured stands in the query', async () => {
  const runtime = await runtimeAt(jsonReply({ data: [] }), { AZURE_OPENAI_API_VERSION: '2025-04-01-preview' });
  await (await runtime.embeddingModel(deployment)).embed(['a'], 'query').catch(() => {});
  expect(asked()?.path).toBe('/openai/deployments/mine/embeddings?api-version=2025-04-01-preview');
});

test('a deployment embeds', async () => {
  const runtime = await runtimeAt(jsonReply({ data: [{ object: 'embedding', index: 0, embedding: [0, 2] }] }));
  const [vector] = await (await runtime.embeddingModel(deployment)).embed(['a'], 'query');
  expect([...(vector ?? [])]).toEqual([0, 1]);
  expect(asked()?.headers).toMatchObject({ 'api-key': KEY });
  expect(asked()?.json()).toMatchObject({ input: ['a'] });
});

test('a deployment hears', async () => {
  const runtime = await runtimeAt(jsonReply({ text: 'Guten Tag' }));
  expect(await (await runtime.speechToTextModel(deployment)).transcribe(audio)).toBe('Guten Tag');
  expect(asked()?.path).toBe('/openai/deployments/mine/audio/transcriptions?api-version=2024-10-21');
  expect(asked()?.body.toString('latin1')).toContain('filename="a.mp3"');
});

test('a deployment speaks', async () => {
  const runtime = await runtimeAt({ headers: { 'content-type': 'audio/mpeg' }, pieces: ['ID3', '!'] });
  const pieces = await Array.fromAsync((await runtime.textToSpeechModel(deployment)).speak('hi', { voice: 'alloy' }));
  expect(Buffer.concat(pieces).toString()).toBe('ID3!');
  expect(asked()?.path).toBe('/openai/deployments/mine/audio/speech?api-version=2024-10-21');
  expect(asked()?.json()).toMatchObject({ input: 'hi', voice: 'alloy' });
});

/** Of Azure's gateway, which writes them in a form of its own, and of its content filter. */
test.each([
  [401, { statusCode: 401, message: 'Access denied due to invalid subscription key' }, 'InvokeAuthorizationError'],
  [404, { error: { code: 'DeploymentNotFound', message: 'The deployment does not exist' } }, 'InvokeBadRequestError'],
  [
    400,
    { error: { message: 'The response was filtered', code: 'content_filter', status: 400 } },
    'InvokeBadRequestError',
  ],
  [429, { error: { code: '429', message: `Requests of ${KEY} exceeded the rate limit` } }, 'InvokeRateLimitError'],
])('a refusal with status %i is told in its words, without the key', async (status, body, errorType) => {
  const runtime = await runtimeAt(jsonReply(body, status));
  const words = ('error' in body ? body.error.message : body.message).replace(KEY, '***');
  const message = expect.stringContaining(words);
  const embedding = (await runtime.embeddingModel(deployment)).embed(['a'], 'query');
  await expect(embedding).rejects.toMatchObject({ errorType, message });
  const heard = (await runtime.speechToTextModel(deployment)).transcribe(audio);
  await expect(heard).rejects.toMatchObject({ errorType, message });
});
