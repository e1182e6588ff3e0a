import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { TextBody } from './text-body.ts';

const server = createServer();
afterEach(() => {
  server.removeAllListeners('request');
  server.close();
  server.closeAllConnections();
});

async function answerWith(answer: (response: ServerResponse) => void): Promise<number> {
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => answer(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // of a TCP server
}

const PIECES = ['first', 'zweites: Grüße 👋', '', 'x'.repeat(70_000), 'last'];

async function say(response: ServerResponse, pause: () => Promise<void>): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain' });
  const body = new TextBody(response);
  for (const piece of PIECES) {
    body.write(piece);
    await pause();
  }
  body.end();
}

const pauses: Readonly<Record<string, () => Promise<void>>> = {
  'in one go': () => Promise.resolve(),
  'piece by piece': () => new Promise<void>((resolve) => void setImmediate(resolve)),
};

test.each(Object.entries(pauses))(
  'a client reads what was written %s, and its connection serves again',
  async (_, pause) => {
    const port = await answerWith((response) => void say(response, pause));
    const [first, second] = [
      'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ];
    const socket = connect(port, '127.0.0.1');
    socket.write(first + second); // the second waits for its turn
    const answers = (await text(socket)).split(/(?=HTTP\/1\.1 200)/);
    expect(answers).toHaveLength(2);
    for (const answer of answers) expect(answer).toMatch(/\n5\r\nfirst\r\n\w+\r\nzweites: Grüße 👋/);
    const response = await new Promise<IncomingMessage>((resolve) => get({ port, host: '127.0.0.1' }, resolve));
    expect(await text(response)).toBe(PIECES.join(''));
  },
);

test.each(Object.entries(pauses))('a client of HTTP/1.0 gets no chunks, %s', async (_, pause) => {
  const port = await answerWith((response) => void say(response, pause));
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.0\r\n\r\n');
  const [, body] = (await text(socket)).split('\r\n\r\n');
  expect(body).toBe(PIECES.join(''));
});

test('a reader that takes nothing is waited for, and drains', async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  const port = await answerWith(resolve);
  const socket = connect(port, '127.0.0.1').pause();
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const response = await promise;
  const body = new TextBody(response);
  body.write('begin');
  let written = 0;
  while (body.write('y'.repeat(10_000))) {
    written += 1;
    await new Promise(setImmediate);
  }
  const drained = once(body.drains(), 'drain');
  socket.resume();
  const all = text(Readable.from(socket));
  await drained;
  body.end();
  expect((await all).match(/y/g)).toHaveLength((written + 1) * 10_000);
});

test('what is no answer of a server is written as it is', async () => {
  const stream = new PassThrough();
  const body = new TextBody(stream);
  body.write('a');
  body.write('b');
  expect(body.drains()).toBe(stream);
  body.end();
  expect(await text(stream)).toBe('ab');
});

test('an answer that was asked for without a network is whole', async () => {
  const asked = Fastify();
  asked.get('/', (_request, reply) => {
    reply.hijack();
    return say(reply.raw, pauses['piece by piece'] ?? Promise.resolve);
  });
  expect((await asked.inject('/')).body).toBe(PIECES.join(''));
});
