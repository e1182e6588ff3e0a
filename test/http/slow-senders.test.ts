import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { type ArrivalLimits, arrivalLimits } from '../../src/http/arrival.ts';
import { echo } from './testing/apps.ts';
import { connectRaw, type RawClient } from './testing/raw-client.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Requests that come slowly, or not to their end. Time passes by hand where a body is waited for. */

let served: Served | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await served?.close();
});

interface Opened {
  readonly served: Served;
  readonly app: ServedApp;
  readonly client: RawClient;
  /** The server's end of the connection. */
  readonly socket: Socket;
}

async function open(limits: Partial<ArrivalLimits> = {}): Promise<Opened> {
  served = await serve({}, undefined, { arrival: { ...arrivalLimits, ...limits } });
  const app = await served.importApp(echo());
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  const { server } = served.server;
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = await connectRaw(portOf(served));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }); // those of requests alone
  return { served, app, client, socket: await accepted };
}

const portOf = ({ server }: Served) => (server.server.address() as AddressInfo).port;

/** Writes, and waits until the server has it. */
async function send({ client, socket }: Opened, text: string): Promise<void> {
  const expected = socket.bytesRead + text.length;
  client.write(text);
  while (socket.bytesRead < expected) await new Promise(setImmediate);
}

/** Does something in every turn until the connection is closed; answers everything that came. */
async function untilClosed({ client }: Opened, act: () => void): Promise<string> {
  let isClosed = false;
  void client.closed.then(() => (isClosed = true));
  while (!isClosed) {
    act();
    await new Promise(setImmediate);
  }
  return client.closed;
}

const passingTime = (opened: Opened) => untilClosed(opened, () => vi.advanceTimersByTime(silenceMs));

const upload = ({ app }: Opened, length: number) =>
  `${[
    'POST /v1/files/upload HTTP/1.1',
    ...['host: x', 'connection: close', `authorization: Bearer ${app.key}`, `content-length: ${length}`],
    'content-type: multipart/form-data; boundary=x',
  ].join('\r\n')}\r\n\r\n`;

const FORM_HEAD = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
const FORM_END = '\r\n--x--\r\n';
const { silenceMs } = arrivalLimits;

test('an upload may take many times the pause that it may make', async () => {
  const opened = await open();
  const pieces = [FORM_HEAD, ...Array.from({ length: 20 }, () => 'x'.repeat(100)), FORM_END];
  await send(opened, upload(opened, pieces.join('').length));
  for (const piece of pieces) {
    await send(opened, piece);
    vi.advanceTimersByTime(silenceMs);
  }
  expect(await opened.client.closed).toMatch(/^HTTP\/1.1 201 .*"size":2000/s);
  vi.advanceTimersByTime(silenceMs);
  expect(vi.getTimerCount()).toBe(0);
});

test('an upload that stops coming is refused', async () => {
  const opened = await open();
  await send(opened, upload(opened, 1000) + FORM_HEAD);
  const answer = await passingTime(opened);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'request_timeout', status: 408 });
  expect(opened.served.errors).toEqual([]);
  vi.advanceTimersByTime(silenceMs);
  expect(vi.getTimerCount()).toBe(0);
});

test('a body has its time, however long another has been coming', async () => {
  const opened = await open();
  await send(opened, upload(opened, 1000) + FORM_HEAD);
  vi.advanceTimersByTime(silenceMs - 1);
  const later = await connectRaw(portOf(opened.served));
  const arrived = once(opened.served.server.server, 'request');
  const form = FORM_HEAD + FORM_END;
  later.write(upload(opened, form.length));
  await arrived;
  vi.advanceTimersByTime(1);
  later.write(form);
  expect(await later.closed).toMatch(/^HTTP\/1.1 201 /);
});

test('a body that was refused before it came is not waited for', async () => {
  const opened = await open();
  await send(opened, 'POST /v1/chat-messages HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{');
  await opened.client.seen(/^HTTP\/1.1 401 /);
  await passingTime(opened);
});

test.each([
  ['refused for its length', '/api/logout', 20_000_000, 413],
  ['refused for its key', '/v1/chat-messages', 1000, 401],
])('a body that was %s is forgotten with its connection', async (_why, url, length, status) => {
  const opened = await open();
  const closed = once(opened.socket, 'close');
  const type = 'content-type: application/json';
  await send(opened, `POST ${url} HTTP/1.1\r\nhost: x\r\n${type}\r\ncontent-length: ${length}\r\n\r\n{`);
  await opened.client.seen(new RegExp(`^HTTP/1.1 ${status} `));
  opened.client.end();
  await closed;
  vi.advanceTimersByTime(silenceMs);
  expect(vi.getTimerCount()).toBe(0);
});

test('headers have less time than a body', async () => {
  const opened = await open({ headersMs: 50, checkEveryMs: 10 });
  const form = FORM_HEAD + FORM_END;
  await send(opened, upload(opened, form.length));
  const later = await connectRaw(portOf(opened.served));
  later.write('POST /v1/files/upload HTTP/1.1\r\nhost: x\r\n');
  expect(await later.closed).toMatch(/^HTTP\/1.1 408 /);
  await send(opened, form);
  expect(await opened.client.closed).toMatch(/^HTTP\/1.1 201 /);
});

test('no body may take for ever, however steadily it comes', async () => {
  const opened = await open({ headersMs: 50, totalMs: 100, checkEveryMs: 10 });
  await send(opened, upload(opened, 1_000_000_000) + FORM_HEAD);
  const answer = await untilClosed(opened, () => opened.client.write('x'));
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
});
