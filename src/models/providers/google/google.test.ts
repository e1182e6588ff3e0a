import { expect, test } from 'vitest';
import { jsonReply, startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

const part = (content: object, more: object = {}) =>
  `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [content] }, index: 0, ...more }], usageMetadata: { promptTokenCount: 21, candidatesTokenCount: 4, totalTokenCount: 25 } })}\r\n\r\n`;

describeWire({
  provider: 'google',
  model: 'gemini-2.5-flash',
  documentation: 'https://ai.google.dev/api/generate-content#v1beta.models.streamGenerateContent',
  environment: (url) => ({ GEMINI_API_KEY: 'key-of-the-test', GOOGLE_GEMINI_BASE_URL: url }),
  headers: { 'content-type': 'text/event-stream' },
  greeting: [
    part({ text: 'Grüße, ' }),
    part({ text: '你好 👋' }),
    part({ functionCall: { name: 'weather', args: { city: 'Köln' } } }, { finishReason: 'STOP' }),
  ].join(''),
  errorBody: (message) => ({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
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
