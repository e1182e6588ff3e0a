import { expect, test } from 'vitest';
import { geminiError, geminiGreeting, geminiPart } from '../../../../test/fakes/gemini-stream.ts';
import { jsonReply, startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import type { JsonObject } from '../../../kernel/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type LanguageRequest, openModelRuntime } from '../../index.ts';

describeWire({
  provider: 'google',
  model: 'gemini-2.5-flash',
  documentation: 'https://ai.google.dev/api/generate-content#v1beta.models.streamGenerateContent',
  environment: (url) => ({ GEMINI_API_KEY: 'key-of-the-test', GOOGLE_GEMINI_BASE_URL: url }),
  headers: { 'content-type': 'text/event-stream' },
  greeting: geminiGreeting,
  errorBody: geminiError,
  finishReason: 'STOP',
  checkRequest(request) {
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    });
    expect(request.headers).toMatchObject({ 'x-goog-api-key': 'key-of-the-test' });
    expect(request.json()).toMatchObject({
      systemInstruction: { parts: [{ text: 'be brief' }] },
      contents: [
        {
          role: 'user',
          parts: [{ text: 'what is this' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }],
        },
        { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Bonn' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { content: 'rain' } } }] },
      ],
      generationConfig: { temperature: 0.5, topP: 0.9, maxOutputTokens: 99, stopSequences: ['END'] },
      tools: [{ functionDeclarations: [{ name: 'weather', description: 'tells the weather' }] }],
    });
  },
});

async function askedWith(parameters: JsonObject, tools?: LanguageRequest['tools']) {
  const server = await startScriptedServer(() => ({
    headers: { 'content-type': 'text/event-stream' },
    pieces: [geminiPart({ text: 'x' }, { finishReason: 'STOP' })],
  }));
  const environment = { GEMINI_API_KEY: 'k', GOOGLE_GEMINI_BASE_URL: server.url };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'google', name: 'gemini-2.5-flash' });
  const messages = [{ role: 'user' as const, content: 'x' }];
  const signal = new AbortController().signal;
  for await (const _ of model.stream({ messages, parameters, signal, ...(tools && { tools }) }));
  await server.close();
  return server.requests[0]?.json();
}

test.each([
  [{ thinking_mode: false, thinking_budget: 500 }, { thinkingConfig: { thinkingBudget: 0 } }],
  [{ thinking_mode: true }, { thinkingConfig: { thinkingBudget: -1 } }],
  [{ thinking_budget: 0 }, { thinkingConfig: { thinkingBudget: -1 } }],
  [
    { include_thoughts: true, thinking_budget: 300 },
    { thinkingConfig: { includeThoughts: true, thinkingBudget: 300 } },
  ],
  [{ thinking_level: 'High' }, { thinkingConfig: { thinkingLevel: 'high' } }],
  [{ media_resolution: 'Low' }, { mediaResolution: 'MEDIA_RESOLUTION_LOW' }],
  [{ aspect_ratio: '16:9', resolution: '2K' }, { imageConfig: { aspectRatio: '16:9', imageSize: '2K' } }],
])('%j becomes %j', async (parameters, generationConfig) => {
  expect(await askedWith(parameters)).toMatchObject({ generationConfig });
});

test('what editors call default is left to the provider', async () => {
  const body = await askedWith({ media_resolution: 'Default', aspect_ratio: 'Auto', service_tier: '' });
  expect(body).toHaveProperty('contents');
  for (const field of ['mediaResolution', 'imageConfig']) expect(body).not.toHaveProperty(`generationConfig.${field}`);
});

test("Google's own tools are switched on by parameters, unless the app has tools", async () => {
  expect(await askedWith({ grounding: true, url_context: true })).toMatchObject({
    tools: [{ googleSearch: {} }, { urlContext: {} }],
  });
  const own = [{ name: 'weather', description: '', parameters: { type: 'object', properties: {} } }];
  const body = await askedWith({ grounding: true, flex_inference: true }, own);
  expect(body).toMatchObject({ tools: [{ functionDeclarations: [{ name: 'weather' }] }], serviceTier: 'flex' });
  expect(JSON.stringify(body)).not.toContain('googleSearch');
});

test('code that Gemini ran itself is no call for us to answer', async () => {
  const server = await startScriptedServer(() => ({
    headers: { 'content-type': 'text/event-stream' },
    pieces: [
      geminiPart({ executableCode: { language: 'PYTHON', code: 'print(6*7)' } }),
      geminiPart({ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42' } }),
      geminiPart({ text: 'It is 42' }, { finishReason: 'STOP' }),
    ],
  }));
  const environment = { GEMINI_API_KEY: 'k', GOOGLE_GEMINI_BASE_URL: server.url };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'google', name: 'gemini-2.5-flash' });
  const messages = [{ role: 'user' as const, content: 'x' }];
  const types: string[] = [];
  const signal = new AbortController().signal;
  for await (const { type } of model.stream({ messages, parameters: {}, signal })) types.push(type);
  await server.close();
  expect(types).toEqual(['text', 'finish']);
});

test('embeddings tell documents from questions (https://ai.google.dev/api/embeddings)', async () => {
  const server = await startScriptedServer(() => jsonReply({ embeddings: [{ values: [3, 4] }, { values: [0, 2] }] }));
  const environment = { GEMINI_API_KEY: 'k', GOOGLE_GEMINI_BASE_URL: server.url };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.embeddingModel({ provider: 'google', name: 'gemini-embedding-001' });
  const [first] = await model.embed(['a', 'b'], 'query');
  await server.close();
  expect(first).toEqual(Float32Array.from([0.6, 0.8]));
  expect(server.requests[0]?.path).toBe('/v1beta/models/gemini-embedding-001:batchEmbedContents');
  expect(server.requests[0]?.json()).toMatchObject({ requests: [{ taskType: 'RETRIEVAL_QUERY' }, {}] });
});
