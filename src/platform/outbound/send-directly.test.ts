import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type Outbound, openOutbound, outboundFailure } from './index.ts';

/** Replies as servers write them byte by byte, good ones and odd ones. */

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function open(): Outbound {
  const outbound = openOutbound();
  closers.push(() => outbound.close());
  return outbound;
}

/** The address of a server that does this with every connection once something has come. */
async function serve(answer: (socket: Socket, request: string) => void): Promise<string> {
  const server = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => {}); // the other side may leave
    socket.once('data', (bytes) => answer(socket, bytes.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(head: readonly string[], body: string | Uint8Array = ''): Promise<string> {
  const place = await serve((socket) => {
    socket.write(`${head.join('\r\n')}\r\nconnection: close\r\n\r\n`);
    socket.end(body);
  });
  return `http://${place}/`;
}

const plain = 'again and again and again';
const gzip = gzipSync(plain);

test.each([
  ['gzip', gzip, plain],
  ['gzip', gzip.subarray(0, -8), plain], // its check sum is missing
  ['gzip', Buffer.concat([gzip, gzip]), plain + plain],
  ['gzip', '', ''],
  [' GZip ', gzip, plain],
  ['gzip, x-gzip', gzipSync(gzip), plain],
  ['deflate', deflateSync(plain), plain],
  ['deflate', deflateRawSync(plain), plain],
  ['deflate', '', ''],
  ['br', brotliCompressSync(plain), plain],
  ['zstd', zstdCompressSync(plain), plain],
  ['deflate, br', brotliCompressSync(deflateSync(plain)), plain],
  ['constructor', plain, plain],
  ['', plain, plain],
])('a body in "%s" is read', async (encoding, body, text) => {
  const url = await answer(['HTTP/1.1 200 OK', `content-encoding: ${encoding}`], body);
  expect(await (await open().fetchTrusted(url)).text()).toBe(text);
});

test('pieces of a compressed body are read as they come', async () => {
  let socket: Socket | undefined;
  const place = await serve((it) => {
    socket = it;
    it.write('HTTP/1.1 200 OK\r\ncontent-encoding: deflate\r\n\r\n');
    it.write(deflateSync('first', { finishFlush: 2 }));
  });
  const reader = (await open().fetchTrusted(`http://${place}/`)).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
  const left = new Promise((resolve) => socket?.once('close', resolve));
  await reader?.cancel();
  await left;
});

test('a body that is not what it says tells so', async () => {
  const url = await answer(['HTTP/1.1 200 OK', 'content-encoding: gzip'], plain);
  const reply = await open().fetchTrusted(url);
  const failure = await reply.text().catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'TypeError', message: 'terminated' });
  expect(outboundFailure(failure)).toEqual({ kind: 'other', text: 'incorrect header check' });
});

test('encodings without end are refused', async () => {
  const url = await answer(['HTTP/1.1 200 OK', `content-encoding: ${Array(1000).fill('gzip').join()}`], gzip);
  expect(
    outboundFailure(
      await open()
        .fetchTrusted(url)
        .catch((error) => error),
    ).text,
  ).toContain('1000 encodings');
});

test.each([
  ['HTTP/1.1 999 Request denied', 999, 'Request denied'],
  ['HTTP/1.1 600 x', 600, 'x'],
  ['HTTP/1.1 200 好', 200, '好'],
])('%s is a reply like any other', async (line, status, statusText) => {
  const url = await answer([line], 'told');
  for (const limits of [{}, { maxBytes: 100 }]) {
    const reply = await open().fetchTrusted(url, { limits });
    expect([reply.status, reply.statusText, reply.ok, reply.url]).toEqual([status, statusText, status === 200, url]);
    expect(await reply.text()).toBe('told');
  }
});

test('who no longer wants an answer does not wait for the connection', async () => {
  const accepted = Promise.withResolvers<void>();
  const place = await serve(() => accepted.resolve()); // the handshake is never answered
  const leaving = new AbortController();
  const reply = open().fetchTrusted(`https://${place}/`, { signal: leaving.signal, limits: { connectTimeoutMs: 1e9 } });
  await accepted.promise;
  const reason = new Error('no longer wanted');
  leaving.abort(reason);
  await expect(reply).rejects.toBe(reason);
});

test('a part is asked for without encodings, and an address is answered without its fragment', async () => {
  const asked = Promise.withResolvers<string>();
  const place = await serve((socket, request) => {
    asked.resolve(request);
    socket.end('HTTP/1.1 206 Partial Content\r\ncontent-length: 0\r\n\r\n');
  });
  const reply = await open().fetchTrusted(`http://${place}/a#b`, { headers: { range: 'bytes=0-9' } });
  expect(reply.url).toBe(`http://${place}/a`);
  expect(await asked.promise).toMatch(/^accept-encoding: identity\r$/m);
});

test('a host that a caller names in the headers is not the one whose certificate is asked for', async () => {
  const asked = Promise.withResolvers<string>();
  const server = createTlsServer({
    SNICallback(name, done) {
      asked.resolve(name);
      done(new Error('enough'));
    },
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const reply = open().fetchTrusted(`https://localhost:${port}/`, { headers: { host: 'other.example' } });
  await expect(reply).rejects.toThrow('fetch failed');
  expect(await asked.promise).toBe('localhost');
});
