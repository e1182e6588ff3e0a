import { afterEach, expect, test } from 'vitest';
import { jsonReply, type ScriptedServer, startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import type { Clock } from '../../kernel/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openModelRuntime } from '../index.ts';
import { patientFetch } from './patient-fetch.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** A clock that does not wait, and tells how long it should have. */
function eagerClock(): { clock: Clock; pauses: number[] } {
  const pauses: number[] = [];
  const sleep: Clock['sleep'] = async (milliseconds, signal) => {
    signal?.throwIfAborted();
    pauses.push(milliseconds);
  };
  return { clock: { ...systemClock, sleep }, pauses };
}

/** Fails so often with a code, as undici does, before it really asks. */
function failing(code: string, times: number): { fetch: typeof globalThis.fetch; attempts: () => number } {
  let attempts = 0;
  return {
    attempts: () => attempts,
    fetch: async (input, init) => {
      attempts += 1;
      if (attempts <= times) throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
      return fetch(input, init);
    },
  };
}

test('a request that never left is sent again, after pauses that grow and differ', async () => {
  server = await startScriptedServer(() => jsonReply({ data: [{ index: 0, embedding: [1, 0] }] }));
  const { clock, pauses } = eagerClock();
  const { fetch, attempts } = failing('ECONNREFUSED', 2);
  const runtime = openModelRuntime({ fetch, clock, gateway: { url: server.url } });
  const model = await runtime.embeddingModel({ provider: 'openai', name: 'e' });
  expect(await model.embed(['a'], 'document')).toEqual([new Float32Array([1, 0])]);
  expect(attempts()).toBe(3);
  expect(pauses).toHaveLength(2);
  expect(pauses[0]).toBeLessThanOrEqual(200);
  expect(pauses[1]).toBeLessThanOrEqual(400);
});

test('the third failure is final', async () => {
  const { clock } = eagerClock();
  const { fetch, attempts } = failing('EAI_AGAIN', 9);
  await expect(patientFetch(fetch, clock)('http://nowhere.test')).rejects.toThrow('fetch failed');
  expect(attempts()).toBe(3);
});

test.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ENOTFOUND'])(
  'after %s nobody knows whether the provider has begun, or nothing will help: no second request',
  async (code) => {
    const { clock } = eagerClock();
    const { fetch, attempts } = failing(code, 9);
    await expect(patientFetch(fetch, clock)('http://nowhere.test')).rejects.toThrow('fetch failed');
    expect(attempts()).toBe(1);
  },
);

test('an abort ends the waiting', async () => {
  const { clock } = eagerClock();
  const { fetch, attempts } = failing('ECONNREFUSED', 9);
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(patientFetch(fetch, clock)('http://nowhere.test', { signal })).rejects.toThrow('stopped');
  expect(attempts()).toBe(1);
});

test.each([429, 500, 503])('status %i is an answer: it is not asked for again', async (status) => {
  server = await startScriptedServer(() => jsonReply({ error: { message: 'no' } }, status));
  const { clock, pauses } = eagerClock();
  const model = await openModelRuntime({ fetch, clock, gateway: { url: server.url } }).rerankModel({
    provider: 'openai',
    name: 'r',
  });
  await expect(model.rerank('q', ['a'], {})).rejects.toMatchObject({ errorType: expect.stringMatching(/^Invoke/) });
  expect([server.requests.length, pauses]).toEqual([1, []]);
});
