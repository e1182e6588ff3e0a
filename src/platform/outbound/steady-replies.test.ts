import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Outbound, openOutbound, outboundFailure } from './index.ts';

/** Servers that answer at great length without telling anything. */

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function open(): Outbound {
  const outbound = openOutbound();
  closers.push(() => outbound.close());
  return outbound;
}

/** The address of a server that writes this to everybody. */
async function serve(bytes: string): Promise<string> {
  const server = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => {}); // the other side may leave
    socket.once('data', () => socket.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const form = () => {
  const body = new FormData();
  body.set('a', 'b');
  return { method: 'POST', body };
};

test.each([
  ['a request with no body', undefined],
  ['a form', form()],
])('the crumbs of a body that answers %s are joined', async (_name, request) => {
  const crumbs = 40_000;
  const url = await serve(
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(crumbs)}0\r\n\r\n`,
  );
  const { body } = await open().fetchTrusted(url, request);
  const pieces: number[] = [];
  for await (const piece of body ?? []) pieces.push(piece.byteLength);
  expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(crumbs);
  expect(pieces.length).toBeLessThan(crumbs / 100);
});

const EARLY = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

test.each([
  ['a request with no body', undefined],
  ['a form', form()],
])('a reply to %s may be announced a few times, not for ever', async (_name, request) => {
  const outbound = open();
  const announced = await outbound.fetchTrusted(await serve(EARLY.repeat(20) + OK), request);
  expect(await announced.text()).toBe('ok');
  const endless = outbound.fetchTrusted(await serve(EARLY.repeat(21)), request);
  expect(outboundFailure(await endless.catch((error: unknown) => error)).text).toMatch(/announced more than 20 times/);
});
