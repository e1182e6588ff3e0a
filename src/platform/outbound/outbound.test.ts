import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Outbound, type OutboundOptions, openOutbound, outboundFailure } from './index.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closers.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  closers.push(() => server.closeAllConnections());
  return listen(server);
}

function open(options: OutboundOptions = {}): Outbound {
  const outbound = openOutbound(options);
  closers.push(() => outbound.close());
  return outbound;
}

const refusal = (text: string) =>
  expect.objectContaining({ code: 'outbound_refused', message: expect.stringContaining(text) });

describe('the guard', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://017700000001/',
    'http://0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://169.254.169.254/latest/meta-data/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:1::]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[4000::1]/',
    'http://localhost/',
    'https://127.0.0.1/',
  ])('refuses %s', async (url) => {
    await expect(open().fetch(url)).rejects.toThrow(refusal('may not be reached'));
  });

  test('names the host, and to the operator its address and the flag that would allow it', async () => {
    const outbound = open({ resolve: async () => ['10.0.0.7'] });
    await expect(outbound.fetch('http://intranet.example:8080/x')).rejects.toThrow(
      expect.objectContaining({
        message: 'intranet.example:8080 may not be reached: it is not a public address',
        hint: expect.stringMatching(/10\.0\.0\.7.* --allow-net intranet\.example:8080/),
      }),
    );
  });

  test('names an IPv6 address as the flag takes it', async () => {
    await expect(open().fetch('http://[::1]/')).rejects.toMatchObject({
      hint: expect.stringContaining('--allow-net [::1]:80,'),
    });
  });

  test('refuses a name of which one address is an inner one', async () => {
    const outbound = open({ resolve: async () => ['93.184.216.34', '127.0.0.1'] });
    await expect(outbound.fetch('http://two-faced.example/')).rejects.toMatchObject({
      hint: expect.stringContaining('127.0.0.1'),
    });
  });

  test('asks for a name once, and connects to what was checked', async () => {
    const port = await serve((_request, reply) => void reply.end('inner'));
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    let asked = 0;
    const outbound = open({ allow: ['127.0.0.0/8'], resolve: async () => answers[asked++] ?? [] });
    const response = await outbound.fetch(`http://rebinding.example:${port}/`);
    expect(await response.text()).toBe('inner');
    expect(asked).toBe(1);
  });

  test('refuses a name that changed its address since the last request', async () => {
    const port = await serve((_request, reply) => void reply.setHeader('connection', 'close').end());
    const answers = [['127.0.0.2'], ['127.0.0.1']];
    const outbound = open({ allow: ['127.0.0.2'], resolve: async () => answers.shift() ?? [] });
    const server = await outbound.fetch(`http://rebinding.example:${port}/`).catch(outboundFailure);
    expect(server).toMatchObject({ kind: 'refused' }); // connected to 127.0.0.2, where nobody listens
    await expect(outbound.fetch(`http://rebinding.example:${port}/`)).rejects.toMatchObject({
      hint: expect.stringContaining('127.0.0.1'),
    });
  });

  test.each(['file:///etc/passwd', 'data:text/plain,x', 'blob:nodedata:1', 'ftp://example.com/'])(
    'refuses %s',
    async (url) => {
      await expect(open().fetch(url)).rejects.toThrow(refusal('only http: and https:'));
      await expect(open().fetchTrusted(url)).rejects.toThrow(refusal('only http: and https:'));
    },
  );

  test('lets the operator reach anything', async () => {
    const port = await serve((_request, reply) => void reply.end('gateway'));
    expect(await (await open().fetchTrusted(`http://localhost:${port}/`)).text()).toBe('gateway');
  });
});

describe('the allow list', () => {
  const cases: [allow: string, reached: boolean][] = [
    ['localhost', true],
    ['LOCALHOST.', true],
    ['localhost:PORT', true],
    ['localhost:1', false],
    ['127.0.0.1', true],
    ['127.0.0.1:PORT', true],
    ['127.0.0.0/8', true],
    ['10.0.0.0/8', false],
    ['private', true],
    ['otherhost', false],
    ['::1', false],
    ['[::1]:PORT', false],
  ];

  test.each(cases)('%s reaches localhost: %s', async (entry, reached) => {
    const port = await serve((_request, reply) => void reply.end());
    const outbound = open({ allow: [entry.replace('PORT', `${port}`)], resolve: async () => ['127.0.0.1'] });
    const request = outbound.fetch(`http://localhost:${port}/`).then((response) => response.status);
    if (reached) await expect(request).resolves.toBe(200);
    else await expect(request).rejects.toThrow(refusal('may not be reached'));
  });

  test.each(['169.254.169.254', '100.100.100.200', '[fd00:ec2::254]', '[fd20:ce::254]', '[fd00:42::42]'])(
    'the word private does not open the metadata service at %s',
    async (host) => {
      const request = open({ allow: ['private'] }).fetch(`http://${host}/`);
      await expect(request).rejects.toThrow(refusal('may not be reached'));
    },
  );

  test.each(['10.0.0.0/99', 'http://x', 'a b', 'x:y', ':80', 'x:65536', '*.x', '[::1]:'])(
    '%s is told as a mistake',
    (entry) => {
      expect(() => openOutbound({ allow: [entry] })).toThrow(
        expect.objectContaining({ code: 'configuration_invalid' }),
      );
    },
  );
});

describe('redirects', () => {
  const origin = (port: number, host = '127.0.0.1') => `http://${host}:${port}`;

  test('are checked like the first request', async () => {
    const port = await serve(
      (_request, reply) => void reply.writeHead(302, { location: 'http://localhost:8081/' }).end(),
    );
    const outbound = open({ allow: ['127.0.0.1'], resolve: async () => ['169.254.169.254'] });
    await expect(outbound.fetch(origin(port))).rejects.toThrow(refusal('localhost:8081'));
  });

  test('take no credentials to another origin, and keep them at home', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const port = await serve((request, reply) => {
      seen.push(request.headers);
      if (request.url === '/1') return void reply.writeHead(307, { location: '/2' }).end();
      if (request.url === '/2') return void reply.writeHead(307, { location: origin(port, 'localhost') }).end();
      reply.end();
    });
    const secrets = { authorization: 'Bearer x', cookie: 'a=b', 'X-API-Key': 'k', 'x-auth-token': 't' };
    const headers = { ...secrets, 'x-other': 'stays' };
    const response = await open({ allow: ['private'] }).fetch(`${origin(port)}/1`, { headers });
    expect(response.url).toBe(`${origin(port, 'localhost')}/`);
    const names = ['authorization', 'cookie', 'x-api-key', 'x-auth-token', 'x-other'];
    expect(seen.map((found) => names.map((name) => found[name]))).toEqual([
      ['Bearer x', 'a=b', 'k', 't', 'stays'],
      ['Bearer x', 'a=b', 'k', 't', 'stays'],
      [undefined, undefined, undefined, undefined, 'stays'],
    ]);
  });

  test.each([
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'body'],
    [302, 'PUT', 'PUT', 'body'],
  ])('%d makes of %s a %s', async (status, method, expected, body) => {
    const port = await serve(async (request, reply) => {
      const received = (await request.toArray()).join('');
      if (request.url === '/') return void reply.writeHead(status, { location: '/next' }).end();
      reply.end(`${request.method} ${received}`);
    });
    const response = await open({ allow: ['private'] }).fetch(origin(port), { method, body: 'body' });
    expect(await response.text()).toBe(`${expected} ${body}`);
  });

  test('end after ten', async () => {
    let asked = 0;
    const port = await serve((_request, reply) => {
      asked++;
      reply.writeHead(302, { location: '/again' }).end();
    });
    await expect(open({ allow: ['private'] }).fetch(origin(port))).rejects.toThrow('more than 10 times');
    expect(asked).toBe(11);
  });

  test('are not followed when the caller does not want it', async () => {
    const port = await serve((_request, reply) => void reply.writeHead(302, { location: '/x' }).end());
    const outbound = open({ allow: ['private'] });
    expect((await outbound.fetch(origin(port), { redirect: 'manual' })).status).toBe(302);
    await expect(outbound.fetch(origin(port), { redirect: 'error' })).rejects.toThrow('not wanted');
  });
});

describe('limits', () => {
  const reach = (port: number, limits: object) =>
    open({ allow: ['private'] }).fetch(`http://127.0.0.1:${port}/`, { limits });
  const failureOf = (request: Promise<unknown>) => request.then(() => ({ kind: 'none' }), outboundFailure);

  test('a server that never answers', async () => {
    const port = await serve(() => {});
    expect(await failureOf(reach(port, { headersTimeoutMs: 50 }))).toMatchObject({ kind: 'read-timeout' });
  });

  test('a body that stops half-way', async () => {
    const port = await serve((_request, reply) => void reply.write('half'));
    const response = await reach(port, { bodyTimeoutMs: 50 });
    expect(await failureOf(response.text())).toMatchObject({ kind: 'read-timeout' });
  });

  test('an endless body', async () => {
    const port = await serve((_request, reply) => {
      const timer = setInterval(() => reply.write('x'.repeat(10_000)), 1);
      reply.on('close', () => clearInterval(timer));
    });
    const response = await reach(port, { maxBytes: 50_000 });
    await expect(response.text()).rejects.toThrow(expect.objectContaining({ code: 'reply_too_large' }));
  });

  test('a body that is announced as too large is not read', async () => {
    const port = await serve((_request, reply) => void reply.end('x'.repeat(2000)));
    await expect(reach(port, { maxBytes: 1000 })).rejects.toThrow('The reply has 2000 bytes; at most 1000');
  });

  test('a small body that unpacks to a large one', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const port = await serve((_request, reply) => void reply.setHeader('content-encoding', 'gzip').end(bomb));
    const response = await reach(port, { maxBytes: 10_000 });
    await expect(response.bytes()).rejects.toThrow(expect.objectContaining({ code: 'reply_too_large' }));
  });

  test('a body of exactly the limit, with its headers', async () => {
    const port = await serve((_request, reply) => void reply.setHeader('x-name', 'kept').end('12345'));
    const response = await reach(port, { maxBytes: 5 });
    expect([await response.text(), response.headers.get('x-name')]).toEqual(['12345', 'kept']);
    expect(response.url).toBe(`http://127.0.0.1:${port}/`);
  });

  test('an aborted request', async () => {
    const port = await serve(() => {});
    const signal = AbortSignal.timeout(20);
    const request = open({ allow: ['private'] }).fetch(`http://127.0.0.1:${port}/`, { signal });
    expect(await failureOf(request)).toMatchObject({ kind: 'aborted' });
  });

  test('a dropped connection', async () => {
    const port = await serve((request) => void request.socket.destroy());
    expect(await failureOf(reach(port, {}))).toMatchObject({ kind: 'dropped' });
  });

  test('a name nobody knows', async () => {
    const resolve = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(await failureOf(open({ resolve }).fetch('http://nowhere.example/'))).toMatchObject({ kind: 'unknown-host' });
  });
});

describe('requests', () => {
  test('user and password of a URL become the header they stand for', async () => {
    const port = await serve((request, reply) => void reply.end(request.headers.authorization));
    const response = await open().fetchTrusted(`http://me:p%40ss@127.0.0.1:${port}/`);
    expect(await response.text()).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  test('forms, streams and Request objects are sent', async () => {
    const port = await serve(async (request, reply) => {
      reply.end(`${request.method} ${request.headers['content-type']} ${(await request.toArray()).join('')}`);
    });
    const url = `http://127.0.0.1:${port}/`;
    const { fetchTrusted } = open();
    const form = new FormData();
    form.set('file', new Blob(['content']), 'a.txt');
    expect(await (await fetchTrusted(url, { method: 'POST', body: form })).text()).toMatch(
      /^POST multipart\/form-data; boundary=.*filename="a.txt".*content/s,
    );
    const body = new Blob(['streamed']).stream();
    expect(await (await fetchTrusted(url, { method: 'PUT', body })).text()).toBe('PUT undefined streamed');
    const request = new Request(url, { method: 'PATCH', body: 'x' });
    expect(await (await fetchTrusted(request)).text()).toBe('PATCH text/plain;charset=UTF-8 x');
  });
});

describe('a proxy', () => {
  /** A proxy that tells what it was asked for. */
  async function openProxy(asked: string[]): Promise<string> {
    const server = createServer((request, reply) => {
      asked.push(request.url ?? '');
      reply.end('by proxy');
    });
    server.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      const { hostname, port } = new URL(`http://${request.url}`);
      const inner = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        inner.pipe(socket).pipe(inner);
      });
      inner.on('error', () => socket.destroy());
    });
    closers.push(() => server.closeAllConnections());
    return `http://127.0.0.1:${await listen(server)}`;
  }

  test('carries requests for names that only it knows', async () => {
    const asked: string[] = [];
    const proxy = await openProxy(asked);
    const resolve = async () => Promise.reject(new Error('no names here'));
    const outbound = open({ proxies: { http: proxy }, resolve });
    const response = await outbound.fetch('http://far.example/path');
    expect([response.status, asked.length]).toEqual([200, 1]);
    expect(asked[0]).toContain('far.example');
  });

  test('is no way round the guard', async () => {
    const asked: string[] = [];
    const outbound = open({ proxies: { http: await openProxy(asked) }, resolve: async () => ['10.0.0.1'] });
    await expect(outbound.fetch('http://169.254.169.254/')).rejects.toThrow(refusal('169.254'));
    await expect(outbound.fetch('http://inner.example/')).rejects.toThrow(refusal('inner.example:80'));
    expect(asked).toEqual([]);
  });

  test('is left out for this machine and for what the operator excepts', async () => {
    const asked: string[] = [];
    const proxy = await openProxy(asked);
    const port = await serve((_request, reply) => void reply.end('direct'));
    const outbound = open({ proxies: { http: proxy, except: ['127.0.0.2'] }, allow: ['private'] });
    expect(await (await outbound.fetch(`http://127.0.0.1:${port}/`)).text()).toBe('direct');
    expect(outboundFailure(await outbound.fetch(`http://127.0.0.2:${port}/`).catch((error) => error)).kind).toBe(
      'refused',
    );
    expect(asked).toEqual([]);
  });
});

test('a body is all there for whoever keeps it, though the reply is kept by nobody', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const port = await serve((_request, response) => response.end('all of it'));
  const { fetchTrusted } = open();
  const bodyOfReply = async () => (await fetchTrusted(`http://127.0.0.1:${port}/`)).body;
  const bodies = await Promise.all(Array.from({ length: 20 }, bodyOfReply));
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(setImmediate); // what is collected is told in a turn of its own
    collectGarbage();
  }
  await new Promise(setImmediate);
  for (const body of bodies) expect(await new Response(body).text()).toBe('all of it');
});

test('a connection that is never accepted ends after the connect timeout', async () => {
  // A TLS handshake that is never answered: the connection counts as made only after it.
  const port = await listen(createTcpServer(() => {}));
  const request = open().fetchTrusted(`https://127.0.0.1:${port}/`, { limits: { connectTimeoutMs: 100 } });
  expect(outboundFailure(await request.catch((error) => error)).kind).toBe('connect-timeout');
});
