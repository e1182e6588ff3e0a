import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat } from './testing/apps.ts';
import { connectRaw } from './testing/raw-client.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

let served: Served;
let app: ServedApp;
let port: number;

beforeAll(async () => {
  served = await serve({ UPLOAD_FILE_SIZE_LIMIT: '1', UPLOAD_FILE_EXTENSION_BLACKLIST: 'exe' });
  app = await served.importApp(chat());
  await served.server.listen({ port: 0 });
  port = (served.server.server.address() as AddressInfo).port; // it listens on TCP
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

const file = (name: string, bytes: number) =>
  `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${'x'.repeat(bytes)}\r\n`;

/** More than waits in the buffers between two sockets. */
const MUCH = 32 * 2 ** 20;

test.each([
  ['is too large', '/v1/files/upload', file('a.txt', MUCH), 413],
  ['is of a blocked kind', '/v1/files/upload', file('a.exe', MUCH), 400],
  ['has a forbidden name', '/v1/files/upload', file('a/b.txt', MUCH), 400],
  ['is the second one', '/v1/files/upload', file('a.txt', 1) + file('b.txt', MUCH), 400],
  ['is a recording that is too large', '/v1/audio-to-text', file('a.mp3', MUCH), 413],
])('a file that %s does not keep the next request of its connection waiting', async (_what, path, parts, status) => {
  const client = await connectRaw(port);
  const body = `${parts}--x--\r\n`;
  const head = `host: x\r\nauthorization: Bearer ${app.key}\r\n`;
  const type = `content-type: multipart/form-data; boundary=x\r\ncontent-length: ${body.length}\r\n`;
  client.write(`POST ${path} HTTP/1.1\r\n${head}${type}\r\n${body}`);
  await client.seen(new RegExp(`^HTTP/1.1 ${status} `));
  client.write(`GET /v1/info HTTP/1.1\r\n${head}connection: close\r\n\r\n`);
  expect(await client.closed).toMatch(/HTTP\/1\.1 200 OK/);
});
