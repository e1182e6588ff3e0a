import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { claudeBroken, claudeError, claudeGreeting } from '../../../../test/fakes/claude-stream.ts';
import { geminiError, geminiGreeting } from '../../../../test/fakes/gemini-stream.ts';
import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ReceivedRequest,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyFile = JSON.stringify({
  type: 'service_account',
  client_email: 'robot@p.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
});

const answer = events({
  candidates: [{ content: { role: 'model', parts: [{ text: 'hallo' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
});

test("Gemini on Vertex is asked with a token that the service account's signature bought, once", async () => {
  const hosts: string[] = [];
  server = await startScriptedServer((request) =>
    request.path.startsWith('/token')
      ? jsonReply({ access_token: 'ya29.token', expires_in: 3599, token_type: 'Bearer' })
      : { headers: EVENT_STREAM, pieces: [answer] },
  );
  const toServer: typeof fetch = (input, init) => {
    const url = new URL(String(input));
    hosts.push(url.host);
    return fetch(`${server?.url}${url.pathname}${url.search}`, init);
  };
  const environment = {
    GOOGLE_VERTEX_PROJECT: 'my-project',
    GOOGLE_VERTEX_LOCATION: 'europe-west1',
    GOOGLE_SERVICE_ACCOUNT_KEY: Buffer.from(keyFile).toString('base64'),
  };
  const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'vertex_ai', name: 'gemini-2.5-flash' });
  const ask = () =>
    Array.fromAsync(
      model.stream({
        messages: [{ role: 'user', content: 'x' }],
        parameters: {},
        signal: new AbortController().signal,
      }),
    );
  expect((await ask())[0]).toEqual({ type: 'text', text: 'hallo' });
  await ask();

  // https://developers.google.com/identity/protocols/oauth2/service-account
  expect(hosts).toEqual([
    'oauth2.googleapis.com',
    'europe-west1-aiplatform.googleapis.com',
    'europe-west1-aiplatform.googleapis.com',
  ]);
  const form = new URLSearchParams(server.requests[0]?.body.toString());
  const { payload } = await jwtVerify(form.get('assertion') ?? '', publicKey);
  expect(payload).toMatchObject({
    iss: 'robot@p.iam.gserviceaccount.com',
    aud: 'https://oauth2.googleapis.com/token',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
  });
  // https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
  expect(server.requests[1]?.path).toBe(
    '/v1/projects/my-project/locations/europe-west1/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
  );
  expect(server.requests[1]?.headers).toMatchObject({ authorization: 'Bearer ya29.token' });
  expect(server.requests[1]?.headers['x-goog-api-key']).toBeUndefined();
});

test('a key that is no service account is an authorization error', async () => {
  const environment = { GOOGLE_VERTEX_PROJECT: 'p', GOOGLE_SERVICE_ACCOUNT_KEY: 'not a key' };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'vertex_ai', name: 'gemini-2.5-flash' });
  const signal = new AbortController().signal;
  const asking = Array.fromAsync(model.stream({ messages: [{ role: 'user', content: 'x' }], parameters: {}, signal }));
  await expect(asking).rejects.toMatchObject({ errorType: 'InvokeAuthorizationError' });
});

const account = (_url: string) => ({
  GOOGLE_VERTEX_PROJECT: 'my-project',
  GOOGLE_VERTEX_LOCATION: 'europe-west1',
  GOOGLE_SERVICE_ACCOUNT_KEY: keyFile,
});
const token = jsonReply({ access_token: 'ya29.token', expires_in: 3599, token_type: 'Bearer' });
const onVertex = {
  provider: 'vertex_ai',
  environment: account,
  redirect: (url: string, to: string) => url.replace(/^https:\/\/[^/]+/, to),
  around: ({ path }: ReceivedRequest) => (path.startsWith('/token') ? token : undefined),
  headers: EVENT_STREAM,
};
const place = '/v1/projects/my-project/locations/europe-west1/publishers';

describeWire({
  ...onVertex,
  model: 'gemini-2.5-flash',
  documentation: 'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference',
  greeting: geminiGreeting,
  errorBody: geminiError,
  finishReason: 'STOP',
  checkRequest({ path, headers, json }) {
    expect(path).toBe(`${place}/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse`);
    expect(headers['authorization']).toBe('Bearer ya29.token');
    expect(json()).toMatchObject({ systemInstruction: { parts: [{ text: 'be brief' }] } });
  },
});

describeWire({
  ...onVertex,
  model: 'claude-sonnet-4-5@20250929',
  documentation: 'https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude',
  greeting: claudeGreeting,
  brokenStream: claudeBroken,
  errorBody: claudeError,
  finishReason: 'tool_use',
  checkRequest({ path, headers, json }) {
    expect(path).toBe(`${place}/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict`);
    expect(headers).toMatchObject({ authorization: 'Bearer ya29.token' });
    for (const name of ['x-api-key', 'anthropic-version']) expect(headers).not.toHaveProperty(name);
    const body = json() as object;
    expect(body).toMatchObject({ anthropic_version: 'vertex-2023-10-16', max_tokens: 99, stream: true });
    expect(body).toMatchObject({ system: [{ type: 'text', text: 'be brief' }] });
    expect(body).not.toHaveProperty('model');
  },
});

test('texts are embedded for what they are wanted for, a few at a time', async () => {
  const vectors = (request: ReceivedRequest) => {
    const { instances } = request.json() as { instances: { content: string }[] };
    return jsonReply({
      predictions: instances.map(({ content }) => ({ embeddings: { values: [content.length, 1] } })),
    });
  };
  server = await startScriptedServer((request) => onVertex.around(request) ?? vectors(request));
  const { url } = server;
  const toServer: typeof fetch = (input, init) => fetch(onVertex.redirect(String(input), url), init);
  const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment: account(url) });
  const model = await runtime.embeddingModel({ provider: 'vertex_ai', name: 'text-embedding-005' });
  const texts = ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff'];
  const found = await model.embed(texts, 'document');
  expect(found.map(([first = 0, second = 0]) => Math.round((first / second) * 100) / 100)).toEqual([1, 2, 3, 4, 5, 6]);
  const [, first, second] = server.requests;
  expect(first?.path).toBe(`${place}/google/models/text-embedding-005:predict`);
  expect(second?.json()).toEqual({ instances: [{ content: 'ffffff', task_type: 'RETRIEVAL_DOCUMENT' }] });
  expect(first?.json()).toMatchObject({
    instances: [{ content: 'a', task_type: 'RETRIEVAL_DOCUMENT' }, {}, {}, {}, {}],
  });
});

test('models of others are refused by name', async () => {
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment: account('') });
  const opening = runtime.languageModel({ provider: 'vertex_ai', name: 'llama-4' });
  await expect(opening).rejects.toMatchObject({ code: 'not_built', message: expect.stringContaining('llama-4') });
});
