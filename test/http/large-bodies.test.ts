import { expect, test } from 'vitest';
import { LargeBodies } from '../../src/http/large-bodies.ts';
import { startPatientModel } from '../fakes/patient-model.ts';
import { chatModel } from './testing/apps.ts';
import { serve } from './testing/served-apps.ts';

const LARGE = 1_100_000;
/** For a busy machine. */
const SOON = { timeout: 10_000 };

test('large requests have room together until their runs have ended, small ones always', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { largeBodies: new LargeBodies(2_500_000) });
  const { key } = await served.importApp(chatModel());
  const ask = async (bytes: number) => {
    const body = { inputs: {}, query: 'x'.repeat(bytes), user: 'ann' };
    const headers = { authorization: `Bearer ${key}` };
    const { statusCode, json } = await served.server.inject({
      ...{ method: 'POST', url: '/v1/chat-messages', headers, payload: body },
    });
    return { status: statusCode, code: json().code };
  };
  const two = [ask(LARGE), ask(LARGE)];
  await expect.poll(() => served.instance.runs.list().length, SOON).toBe(2);
  expect(await ask(LARGE)).toEqual({ status: 429, code: 'too_many_requests' });
  const small = ask(10);
  await expect.poll(() => served.instance.runs.list().length, SOON).toBe(3);
  model.goOn();
  expect(await Promise.all([...two, small])).toEqual(Array(3).fill({ status: 200 }));
  expect(await ask(LARGE)).toEqual({ status: 200 });
  await served.close();
  model.close();
}, 40_000);

test('a large request that does not say its length is counted when it is there', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { largeBodies: new LargeBodies(2_000_000) });
  const { key } = await served.importApp(chatModel());
  const url = await served.server.listen({ host: '127.0.0.1', port: 0 });
  const body = JSON.stringify({ inputs: {}, query: 'x'.repeat(LARGE), user: 'ann' });
  const ask = () =>
    fetch(`${url}/v1/chat-messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    });
  const first = ask();
  await expect.poll(() => served.instance.runs.list().length, SOON).toBe(1);
  expect((await ask()).status).toBe(429);
  model.goOn();
  expect((await first).status).toBe(200);
  await served.close();
  model.close();
}, 40_000);

test('a large request has its room though its client is gone, until its run has ended', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { largeBodies: new LargeBodies(2_000_000) });
  const { key } = await served.importApp(chatModel());
  const url = await served.server.listen({ host: '127.0.0.1', port: 0 });
  const ask = (signal?: AbortSignal) =>
    fetch(`${url}/v1/chat-messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: {}, query: 'x'.repeat(LARGE), user: 'ann', response_mode: 'streaming' }),
      ...(signal && { signal }),
    });
  const leaving = new AbortController();
  const first = await ask(leaving.signal);
  leaving.abort();
  await first.text().catch(() => {});
  expect((await ask()).status).toBe(429);
  const [run] = served.instance.runs.list();
  model.goOn();
  await run?.done;
  expect((await ask()).status).toBe(200);
  await served.close();
  model.close();
}, 40_000);
