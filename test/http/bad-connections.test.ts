import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HeldHost, startHeldHost } from '../fakes/held-host.ts';
import { readAllRows } from './testing/all-rows.ts';
import { app, echo, graph, node } from './testing/apps.ts';
import { connectRaw } from './testing/raw-client.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Connections that no client of good faith would have, against a server that listens. */

let host: HeldHost;
let served: Served;
let talk: ServedApp;
let wait: ServedApp;
let port: number;

beforeAll(async () => {
  host = await startHeldHost();
  served = await serve({ DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  [talk, wait] = [await served.importApp(echo()), await served.importApp(waiting(host.url))];
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = served.server.server.address() as AddressInfo);
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await host.close();
});

/** Asks a host that answers when it is let. */
function waiting(url: string) {
  const ask = node('ask', {
    ...{ type: 'http-request', method: 'get', url, headers: '', params: '', variables: [] },
    ...{ body: { type: 'none', data: [] }, authorization: { type: 'no-auth', config: null } },
  });
  const end = node('end', { type: 'end', outputs: [{ variable: 'said', value_selector: ['ask', 'body'] }] });
  return app('workflow', {
    workflow: { features: {}, graph: graph([node('start', { type: 'start', variables: [] }), ask, end]) },
  });
}

interface Written {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function request({ method = 'GET', path, headers = [], body }: Written): string {
  const length =
    body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  return `${[`${method} ${path} HTTP/1.1`, 'host: x', ...length, ...headers].join('\r\n')}\r\n\r\n${body ?? ''}`;
}

const manyHeaders = (count: number) => Array.from({ length: count }, (_, i) => `x${i}: y`);
const withKey = ({ key }: ServedApp) => `authorization: Bearer ${key}`;
const CLOSE = 'connection: close';

const question = (query: string, more: readonly string[] = []) => {
  const body = JSON.stringify({ inputs: {}, query, user: 'ada' });
  return request({ method: 'POST', path: '/v1/chat-messages', headers: [withKey(talk), ...more], body });
};

const streamed = () => {
  const body = JSON.stringify({ inputs: {}, user: 'ada', response_mode: 'streaming' });
  return request({ method: 'POST', path: '/v1/workflows/run', headers: [withKey(wait)], body });
};

/** Nothing is left of what was done. */
async function expectQuiet(): Promise<void> {
  const connections = () =>
    new Promise<number>((resolve) => served.server.server.getConnections((_error, count) => resolve(count)));
  await expect.poll(connections).toBe(0);
  await expect.poll(() => served.instance.runs.list().length).toBe(0);
}

const greeting = request({ path: '/health', headers: [CLOSE] });

describe('what is no request', () => {
  beforeEach(expectQuiet);

  const long = 'x'.repeat(20_000);
  const post = `POST /v1/chat-messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;

  test.each([
    ['noise', 'hello\r\n\r\n', 400, 'bad_request'],
    ['the start of another protocol', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), 400, 'bad_request'],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400, undefined],
    ['an unknown version', 'GET /health HTTP/9.9\r\nhost: x\r\n\r\n', 400, 'bad_request'],
    ['a method that is none', 'FETCH /health HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'bad_request'],
    [
      'a flood of one header',
      request({ path: '/health', headers: [`x: ${long}`] }),
      431,
      'request_header_fields_too_large',
    ],
    [
      'a flood of headers',
      request({ path: '/health', headers: manyHeaders(5000) }),
      431,
      'request_header_fields_too_large',
    ],
    ['an address without an end', request({ path: `/${long}` }), 431, 'request_header_fields_too_large'],
    ['a zero in a header', request({ path: '/health', headers: ['x: a\0b'] }), 400, 'bad_request'],
    ['a header over two lines', request({ path: '/health', headers: ['x: a', ' b'] }), 400, 'bad_request'],
    ['two lengths', `${post}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x`, 400, 'bad_request'],
    [
      'a length and pieces',
      `${post}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'bad_request',
    ],
    ['a length that is none', `${post}content-length: two\r\n\r\n{}`, 400, 'bad_request'],
    ['a strange encoding', `${post}transfer-encoding: gzip, x\r\n\r\n{}`, 400, 'bad_request'],
  ])('is refused: %s', async (_what, bytes, status, code) => {
    const client = await connectRaw(port);
    client.write(bytes);
    const answer = await client.closed;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (code) expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code, status });
  });

  test('many headers are no harm', async () => {
    const client = await connectRaw(port);
    client.write(request({ path: '/v1/info', headers: [...manyHeaders(500), CLOSE] }));
    expect(await client.closed).toMatch(/^HTTP\/1.1 401 /);
  });

  test('noise after a request does not fall into its answer', async () => {
    const client = await connectRaw(port);
    client.write(streamed());
    await host.waiting(1);
    await client.seen(/workflow_started/);
    client.write('noise\r\n\r\n');
    const text = await client.closed;
    expect(text).not.toContain('bad_request');
    host.letGo();
  });
});

describe('a body that', () => {
  beforeEach(expectQuiet);
  const body = JSON.stringify({ inputs: {}, query: 'slow', user: 'ada' });
  const head = ['POST /v1/chat-messages HTTP/1.1', 'host: x', 'content-type: application/json', CLOSE];

  test('comes byte by byte is read', async () => {
    const client = await connectRaw(port);
    const text = question('slow', [CLOSE]);
    for (const byte of text) {
      client.write(byte);
      await new Promise(setImmediate);
    }
    expect(await client.closed).toContain('You said: slow');
  });

  test('comes in pieces is read', async () => {
    const client = await connectRaw(port);
    const pieces = [...body].map((byte) => `1\r\n${byte}\r\n`).join('');
    client.write(`${[...head, withKey(talk), 'transfer-encoding: chunked'].join('\r\n')}\r\n\r\n${pieces}0\r\n\r\n`);
    expect(await client.closed).toContain('You said: slow');
  });

  test('comes in pieces that are none is refused', async () => {
    const client = await connectRaw(port);
    client.write(`${[...head, withKey(talk), 'transfer-encoding: chunked'].join('\r\n')}\r\n\r\nzz\r\n{}\r\n`);
    expect(await client.closed).toMatch(/^HTTP\/1.1 400 /);
  });

  test('is longer than any may be is refused before it comes', async () => {
    const client = await connectRaw(port);
    client.write(`${[...head, withKey(talk), `content-length: ${2 ** 40}`].join('\r\n')}\r\n\r\n{`);
    expect(await client.seen(/\r\n\r\n.*}/s)).toMatch(/^HTTP\/1.1 413 /);
    client.reset();
  });

  test('is sent without a key is refused before it comes', async () => {
    const client = await connectRaw(port);
    client.write(`${[...head, 'content-length: 1000'].join('\r\n')}\r\n\r\n{`);
    expect(await client.seen(/\r\n\r\n.*}/s)).toMatch(/^HTTP\/1.1 401 /);
    client.reset();
  });

  test('breaks off leaves nothing', async () => {
    const before = readAllRows(served.database);
    const client = await connectRaw(port);
    client.write(`${[...head, withKey(talk), 'content-length: 1000'].join('\r\n')}\r\n\r\n{"inputs"`);
    client.reset();
    await client.closed;
    await expectQuiet();
    expect(readAllRows(served.database)).toEqual(before);
  });
});

test('an upload that breaks off leaves neither a file nor its bytes', async () => {
  const drafts = () => readdirSync(join(dirname(served.database), 'blobs', 'incoming'));
  const before = readAllRows(served.database);
  const client = await connectRaw(port);
  const head = ['POST /v1/files/upload HTTP/1.1', 'host: x', withKey(talk), 'content-length: 100000'];
  client.write(`${[...head, 'content-type: multipart/form-data; boundary=x'].join('\r\n')}\r\n\r\n`);
  client.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'x'.repeat(5000)}`);
  await expect.poll(drafts).toHaveLength(1);
  client.reset();
  await expect.poll(drafts).toEqual([]);
  await expectQuiet();
  expect(readAllRows(served.database)).toEqual(before);
});

test('requests that come at once are answered in their order', async () => {
  const client = await connectRaw(port);
  client.write([question('one'), question('two'), request({ path: '/nowhere' }), question('three'), greeting].join(''));
  const text = await client.closed;
  expect([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '200',
    '200',
    '404',
    '200',
    '200',
  ]);
  expect([...text.matchAll(/You said: (\w+)/g)].map(([, said]) => said)).toEqual(['one', 'two', 'three']);
});

test('whoever stops writing while they read a stream is left, the run is not', async () => {
  const client = await connectRaw(port);
  client.write(streamed());
  await host.waiting(1);
  await client.seen(/workflow_started/);
  client.end();
  await client.closed;
  const [run] = served.instance.runs.list();
  host.letGo();
  expect(await run?.done).toMatchObject({ status: 'succeeded' });
  await expectQuiet();
});

describe('very many streams at once', { timeout: 120_000 }, () => {
  const MANY = 1000;

  const openAll = async (count: number) => {
    const clients = await Promise.all(Array.from({ length: count }, () => connectRaw(port)));
    for (const client of clients) client.write(streamed());
    await host.waiting(count);
    await Promise.all(clients.map((client) => client.seen(/workflow_started/)));
    return clients;
  };

  test('all come to their end', async () => {
    const clients = await openAll(MANY);
    expect(served.instance.runs.list()).toHaveLength(MANY);
    host.letGo();
    const texts = await Promise.all(clients.map((client) => client.seen(/workflow_finished.*"status":"succeeded"/s)));
    expect(new Set(texts.map((text) => /"workflow_run_id":"([^"]+)"/.exec(text)?.[1])).size).toBe(MANY);
    for (const client of clients) client.end();
    await expectQuiet();
  });

  test('leave nothing when all are left', async () => {
    const clients = await openAll(MANY / 4);
    const runs = served.instance.runs.list();
    for (const client of clients) client.reset();
    host.letGo();
    const ends = await Promise.all(runs.map((run) => run.done));
    expect(ends.map((end) => end.type === 'run-finished' && end.status)).toEqual(runs.map(() => 'succeeded'));
    await expectQuiet();
    const client = await connectRaw(port);
    client.write(greeting);
    expect(await client.closed).toMatch(/^HTTP\/1.1 200 /);
  });
});
