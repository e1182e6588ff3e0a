import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Outbound, openOutbound } from './index.ts';

/** How requests that go straight through the pool use their connections, and leave them. */

const closers: (() => void | Promise<void>)[] = [];
let outbound: Outbound;

afterEach(async () => {
  await outbound.close();
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server): Promise<string> {
  outbound = openOutbound();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  closers.push(() => server.closeAllConnections());
  return { url: await listen(server), connections: () => connections };
}

test('replies without a body, headers that repeat, and words of its own for a status', async () => {
  const { url } = await serve((_request, reply) => {
    reply
      .writeHead(
        204,
        'Nothing Here',
        [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ].flat(),
      )
      .end();
  });
  const reply = await outbound.fetchTrusted(url, { method: 'delete' });
  expect([reply.status, reply.statusText, reply.body, reply.url]).toEqual([204, 'Nothing Here', null, url]);
  expect(reply.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const head = await outbound.fetchTrusted(url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([204, '']);
});

test('who reads slowly makes the sender wait, and gets all', async () => {
  const size = 8 * 1024 * 1024;
  let isWritten = false;
  const { url } = await serve((_request, reply) => void reply.end(Buffer.alloc(size, 'x'), () => (isWritten = true)));
  const body = (await outbound.fetchTrusted(url)).body?.getReader();
  const first = await body?.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isWritten).toBe(false);
  let read = first?.value?.byteLength ?? 0;
  for (let next = await body?.read(); next && !next.done; next = await body?.read()) read += next.value.byteLength;
  expect(read).toBe(size);
});

test('one connection serves one request after another', async () => {
  const { url, connections } = await serve((_request, reply) => void reply.end('ok'));
  for (let asked = 0; asked < 5; asked += 1) {
    expect(await (await outbound.fetchTrusted(url, { method: 'POST', body: '{}' })).text()).toBe('ok');
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(connections()).toBe(1);
});

test('an abort ends a body in the middle with its reason, and the connection', async () => {
  const left = Promise.withResolvers<void>();
  const { url } = await serve((_request, reply) => {
    reply.on('close', left.resolve);
    reply.write('begun');
  });
  const controller = new AbortController();
  const reply = await outbound.fetchTrusted(url, { signal: controller.signal });
  const read = reply.text();
  controller.abort(new Error('enough'));
  await expect(read).rejects.toThrow('enough');
  await left.promise;
});

test('who leaves a body closes its connection', async () => {
  const left = Promise.withResolvers<void>();
  const { url } = await serve((_request, reply) => {
    reply.on('close', left.resolve);
    reply.write('begun');
  });
  await (await outbound.fetchTrusted(url)).body?.cancel();
  await left.promise;
});
