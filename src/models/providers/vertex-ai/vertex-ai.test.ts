import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
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
