import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import { queryValues, shownUrl, withoutQuery } from './hidden-query.ts';
import { openOutbound } from './index.ts';

test('the values of a query, as written and as meant; not those that say nothing', () => {
  const url = 'https://host/a?access_token=24.ab%2Fcd&api-version=2024-10-21&page=1&key=secret';
  expect(queryValues(url)).toEqual(['24.ab%2Fcd', '24.ab/cd', 'secret']);
  expect(queryValues('https://host/a')).toEqual([]);
  expect(queryValues('no url?token=secret')).toEqual([]);
});

test.each([
  ['https://host/a?token=secret#x', 'https://host/a'],
  ['https://ann:word@host/a', 'https://***@host/a'],
  ['http://[broken/?token=secret', 'http://[broken/'],
])('%s is shown as %s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});

test('an error keeps its class and code, and loses the values, in its causes as well', () => {
  const cause = Object.assign(new Error('connect to /a?key=secret'), { code: 'ECONNRESET' });
  const error = withoutQuery(new TypeError('fetch failed', { cause }), 'https://host/a?key=secret');
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({
    message: 'fetch failed',
    cause: { code: 'ECONNRESET', message: 'connect to /a?key=***' },
  });
  expect((error as Error).stack).not.toContain('secret');
});

test('an error that says nothing of the query is itself', () => {
  const error = new Error('stopped');
  expect(withoutQuery(error, 'https://host/a?key=secret')).toBe(error);
});

test('no failure of a request tells its query', async () => {
  const SECRET = 'canary-4711';
  const outbound = openOutbound({ allow: ['127.0.0.1'] });
  const server = await startScriptedServer(({ path }) =>
    path.startsWith('/drop') ? { ending: 'drop' } : { status: 302, headers: { location: `/again?key=${SECRET}` } },
  );
  const failing = [
    outbound.fetch(`${server.url}/drop?key=${SECRET}`).then((reply) => reply.text()),
    outbound.fetch(`${server.url}/?key=${SECRET}`),
    outbound.fetch(`${server.url}/?key=${SECRET}`, { redirect: 'error' }),
    outbound.fetch(`http://[broken/?key=${SECRET}`),
    outbound.fetch(`http://127.0.0.1:1/?key=${SECRET}`),
    outbound.fetch(`http://10.0.0.1/?key=${SECRET}`),
    outbound.fetch(`ftp://host/?key=${SECRET}`),
  ];
  const reasons = (await Promise.allSettled(failing)).map((ended) => ended.status === 'rejected' && ended.reason);
  expect(reasons.every((reason) => reason instanceof Error)).toBe(true);
  expect(inspect(reasons, { depth: 9 })).not.toContain(SECRET);
  await outbound.close();
  await server.close();
});
