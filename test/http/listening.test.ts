import { afterEach, expect, test } from 'vitest';
import { startServer } from '../../src/http/index.ts';
import { listen } from '../../src/http/listen.ts';
import { greeting } from './testing/apps.ts';
import { type Served, serve } from './testing/served-apps.ts';

const opened: Served[] = [];
afterEach(async () => {
  for (const served of opened.splice(0)) await served.close();
});

async function open(): Promise<Served> {
  const served = await serve();
  opened.push(served);
  return served;
}

test('a port that is taken is named, with what would help', async () => {
  const [first, second] = [await open(), await open()];
  const port = Number(new URL(await listen(first.server, { host: '127.0.0.1', port: 0 })).port);
  await expect(listen(second.server, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'conflict',
    message: `The server cannot listen on 127.0.0.1, port ${port}: another program listens there`,
    hint: expect.stringContaining('--port'),
  });
});

test('an address of another machine is named, with what would help', async () => {
  const { server } = await open();
  await expect(listen(server, { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
    code: 'configuration_invalid',
    message: 'The server cannot listen on 192.0.2.1, port 0: the machine has no such address',
    hint: expect.stringContaining('--host'),
  });
});

test('links to files lead to the port that the system has chosen', async () => {
  const served = await open();
  const { key } = await served.importApp(greeting);
  const { url, close } = await startServer(served.instance);
  const body = new FormData();
  body.set('user', 'ann');
  body.set('file', new Blob(['all of it'], { type: 'text/plain' }), 'a.txt');
  const headers = { authorization: `Bearer ${key}` };
  const reply = await fetch(`${url}/v1/files/upload`, { method: 'POST', headers, body });
  const uploaded: { preview_url: string } = JSON.parse(await reply.text());
  expect(uploaded.preview_url).toMatch(`${url}/files/`);
  expect(await (await fetch(uploaded.preview_url)).text()).toBe('all of it');
  await close();
});

test.each([
  ['false', '127.0.0.1'],
  ['true', '203.0.113.7'],
])(
  'RESPECT_XFORWARD_HEADERS_ENABLED=%s: a request behind a proxy is logged as from %s',
  async (isTrusted, expected) => {
    const served = await serve({ RESPECT_XFORWARD_HEADERS_ENABLED: isTrusted, DIFY_LOG_LEVEL: 'debug' });
    opened.push(served);
    const from: unknown[] = [];
    served.onDebug.add((text, fields) => void (text === 'request' && from.push(fields?.['from'])));
    await served.server.inject({ method: 'GET', url: '/health', headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(from).toEqual([expected]);
  },
);
