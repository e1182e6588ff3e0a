import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { BodyRoom } from '../../src/http/body-room.ts';
import { startPatientModel } from '../fakes/patient-model.ts';
import { chatModel, echo } from './testing/apps.ts';
import { connectRaw } from './testing/raw-client.ts';
import { serve } from './testing/served-apps.ts';

const LARGE = 1_100_000;
/** For a busy machine. */
const SOON = { timeout: 10_000 };

test('large requests have room together until their runs have ended, and leave some for small ones', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { bodyRoom: new BodyRoom(6_000_000) });
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

test('a large request that does not say its length is counted while it comes', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { bodyRoom: new BodyRoom(2_000_000) });
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
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { bodyRoom: new BodyRoom(2_000_000) });
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

test('many requests of middling size have no more room than few large ones', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { bodyRoom: new BodyRoom(1_000_000) });
  const { key } = await served.importApp(chatModel());
  const payload = JSON.stringify({ inputs: {}, query: 'x'.repeat(100_000), user: 'ann' });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const ask = async () => {
    const reply = await served.server.inject({ method: 'POST', url: '/v1/chat-messages', headers, payload });
    return reply.statusCode;
  };
  const all = Array.from({ length: 10 }, ask);
  await expect.poll(() => served.instance.runs.list().length, SOON).toBe(6);
  model.goOn();
  expect((await Promise.all(all)).toSorted()).toEqual([...Array(6).fill(200), ...Array(4).fill(429)]);
  expect(await ask()).toBe(200);
  await served.close();
  model.close();
}, 40_000);

test('a body that is still coming has its room, which it leaves with its connection', async () => {
  const served = await serve({}, undefined, { bodyRoom: new BodyRoom(1_000_000) });
  const { key } = await served.importApp(echo());
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = served.server.server.address() as AddressInfo;
  const head = (more: string) =>
    `POST /v1/workflows/run HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;
  const first = await connectRaw(port);
  const arrived = once(served.server.server, 'request');
  first.write(`${head('content-length: 900000')}{`);
  await arrived;
  const second = await connectRaw(port);
  const piece = 'x'.repeat(70_000);
  second.write(`${head('transfer-encoding: chunked')}11170\r\n${piece}\r\n`); // not its end
  expect(await second.closed).toMatch(/^HTTP\/1.1 429 /);
  first.reset();
  const ask = () =>
    served.server.inject({
      ...{ method: 'POST', url: '/v1/workflows/run', headers: { authorization: `Bearer ${key}` } },
      payload: { inputs: { text: 'x'.repeat(70_000) }, user: 'ann' },
    });
  await expect.poll(async () => (await ask()).statusCode, SOON).not.toBe(429);
  await served.close();
}, 40_000);

/** A server on which a client has put a request behind an answer that does not end before `goOn`. */
async function serveBehindAnswer(room: BodyRoom) {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, undefined, { bodyRoom: room });
  const { key } = await served.importApp(chatModel());
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = served.server.server.address() as AddressInfo;
  const head = (length: string) =>
    `POST /v1/chat-messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${length}\r\n\r\n`;
  return {
    /** Whether a body of so many bytes is refused for want of room; otherwise because nobody asks. */
    async isFull(bytes: number) {
      const headers = { authorization: `Bearer ${key}` };
      const payload = { inputs: {}, query: 'x'.repeat(bytes) };
      const reply = await served.server.inject({ method: 'POST', url: '/v1/chat-messages', headers, payload });
      return reply.statusCode === 429;
    },
    async request(length: string, body: string) {
      const client = await connectRaw(port);
      const question = JSON.stringify({ inputs: {}, query: 'x', user: 'ann', response_mode: 'streaming' });
      client.write(head(`content-length: ${question.length}`) + question);
      await client.seen(/one /);
      const arrived = once(served.server.server, 'request');
      client.write(head(length) + body);
      const [request] = (await arrived) as [IncomingMessage];
      return { client, request };
    },
    async close() {
      model.goOn();
      await served.close();
      model.close();
    },
  };
}

test('a body behind an unfinished answer leaves its room with the connection, or once it is refused', async () => {
  const served = await serveBehindAnswer(new BodyRoom(1_000_000));
  const unfinished = await served.request('content-length: 900000', '{');
  await expect.poll(() => served.isFull(70_000), SOON).toBe(true);
  unfinished.client.reset();
  await expect.poll(() => served.isFull(70_000), SOON).toBe(false);
  const unreadable = await served.request('content-length: 900000', 'x'.repeat(900_000));
  await once(unreadable.request, 'end');
  unreadable.client.reset();
  await expect.poll(() => served.isFull(70_000), SOON).toBe(false);
  await served.close();
}, 40_000);

test('a body larger than the whole room has it where nobody else has, and leaves some for small ones', async () => {
  const served = await serveBehindAnswer(new BodyRoom(1_000_000));
  const large = await served.request('content-length: 9000000', '{');
  await expect.poll(() => served.isFull(100_000), SOON).toBe(true);
  expect(await served.isFull(60_000)).toBe(false);
  large.client.reset();
  await expect.poll(() => served.isFull(2_000_000), SOON).toBe(false);
  await served.close();
}, 40_000);

test('where no body is wanted, none is long', async () => {
  const served = await serve();
  const post = async (bytes: number) => {
    const payload = { nobody: 'x'.repeat(bytes) };
    return (await served.server.inject({ method: 'POST', url: '/api/logout', payload })).statusCode;
  };
  expect([await post(1000), await post(70_000)]).toEqual([200, 413]);
  await served.close();
});

test('a client may leave after its body was found too long or without room, before it is told', async () => {
  const served = await serveBehindAnswer(new BodyRoom(80_000_000));
  const { client, request } = await served.request(
    'transfer-encoding: chunked',
    `f42400\r\n${'x'.repeat(16_000_000)}\r\n`, // not its end
  );
  await expect.poll(() => request.socket.bytesRead, SOON).toBeGreaterThan(15 * 1024 * 1024 + 10_000);
  const gone = new Promise((resolve) => request.socket.once('close', resolve));
  client.reset();
  await gone;
  expect(await served.isFull(70_000)).toBe(false);
  await served.close();
}, 40_000);
