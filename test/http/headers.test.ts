import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import { programVersion } from '../../src/platform/assets/index.ts';
import { echo } from './testing/apps.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** What stands around every answer, whatever the family: headers, methods, preflights. */

let served: Served;
let app: ServedApp;
let passport: Record<string, string>;
const SITE = 'https://app.example.com';

beforeAll(async () => {
  served = await serve({ WEB_API_CORS_ALLOW_ORIGINS: SITE, DEPLOY_ENV: 'STAGING' });
  app = await served.importApp(echo());
  passport = { 'x-app-code': app.code, 'x-app-passport': await served.instance.passports.issue(app.code) };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

const send = (options: InjectOptions) => served.server.inject(options);
const key = () => ({ authorization: `Bearer ${app.key}` });
const message = (more: object = {}) => ({ inputs: {}, query: 'x', user: 'ada', ...more });

describe('every answer', () => {
  const answers: Readonly<Record<string, () => InjectOptions>> = {
    'of the system': () => ({ url: '/health' }),
    'of a program': () => ({ url: '/v1/parameters', headers: key() }),
    'that is a stream': () => ({
      ...{ method: 'POST', url: '/v1/chat-messages', headers: key() },
      payload: message({ response_mode: 'streaming' }),
    }),
    'to a visitor': () => ({ url: '/api/parameters', headers: passport }),
    'without a key': () => ({ url: '/v1/parameters' }),
    'about a file': () => ({ url: '/files/x/file-preview' }),
    'of no route': () => ({ url: '/v1/nothing' }),
    'to an address that is none': () => ({ url: '/v1/%ff' }),
    'to an id without an end': () => ({ url: `/v1/messages/${'9'.repeat(2000)}`, headers: key() }),
    'to a wrong method': () => ({ method: 'DELETE', url: '/v1/parameters' }),
    'to a body that is none': () => ({
      ...{ method: 'POST', url: '/v1/chat-messages', payload: '{' },
      headers: { ...key(), 'content-type': 'application/json' },
    }),
  };

  test.each(Object.entries(answers))('%s names version, surroundings and trace', async (_what, options) => {
    const { headers } = await send(options());
    expect(headers).toMatchObject({
      ...{ 'x-version': programVersion().version, 'x-env': 'STAGING' },
      ...{ 'x-trace-id': expect.stringMatching(/^[0-9a-f-]{36}$/), 'x-content-type-options': 'nosniff' },
    });
  });

  test('that asks for a key says which kind', async () => {
    for (const url of ['/v1/parameters', '/api/parameters', '/v1/workspaces/current/models/model-types/llm']) {
      const { statusCode, headers, body } = await send({ url });
      expect([statusCode, headers['www-authenticate']], url).toEqual([401, 'Bearer realm="api"']);
      expect(JSON.parse(body)).toEqual({ code: 'unauthorized', message: expect.any(String), status: 401 });
    }
  });
});

describe('the trace of a request', () => {
  const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const trace = async (headers: object, query = '', body: object = {}) => {
    const url = `/v1/chat-messages${query}`;
    const reply = await send({ method: 'POST', url, headers: { ...key(), ...headers }, payload: message(body) });
    expect(reply.statusCode).toBe(200);
    return reply.headers['x-trace-id'];
  };
  const OWN = /^[0-9a-f]{8}-/;

  test.each([
    ['header, before all others', { 'x-trace-id': 'from_header', traceparent: parent }, '?trace_id=q', 'from_header'],
    ['query, before the body', { traceparent: parent }, '?trace_id=from-query', 'from-query'],
    ['body', { traceparent: parent }, '', 'from-body'],
  ])('is the one of its %s', async (_where, headers, query, expected) => {
    expect(await trace(headers, query, { trace_id: 'from-body' })).toBe(expected);
    expect(await trace(headers, query, { trace_id: 'from-body', response_mode: 'streaming' })).toBe(expected);
  });

  test('is the one of its traceparent when nothing else names it', async () => {
    expect(await trace({ traceparent: parent })).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  test.each([
    ['has other signs', { 'x-trace-id': 'a b' }],
    ['is too long', { 'x-trace-id': 'x'.repeat(129) }],
    ['is no traceparent', { traceparent: '00-short-00f067aa0ba902b7-01' }],
    ['is missing', {}],
  ])('is its own id when what is given %s', async (_what, headers) => {
    expect(await trace(headers)).toMatch(OWN);
  });
});

const ID = '0198a5a0-0000-7000-8000-000000000000';
const addressOf = (url: string) => url.replace(/:\w+|\*/g, ID);
const routes = families.flatMap(({ routes }) => routes.map(({ definition }) => definition));
const urls = [...new Set(routes.map(({ url }) => url))];
const methodsOf = (url: string) => routes.filter((route) => route.url === url).map(({ method }) => method as string);

describe('methods', () => {
  test.each(urls)('%s tells which it has', async (url) => {
    const { statusCode, headers, body } = await send({ method: 'OPTIONS', url: addressOf(url) });
    const told = String(headers['allow']).split(', ');
    expect([statusCode, body]).toEqual([200, '']);
    expect(told).toEqual(expect.arrayContaining(methodsOf(url)));
    expect(told.includes('HEAD')).toBe(told.includes('GET'));
  });

  test.each(urls)('%s refuses others', async (url) => {
    const options = await send({ method: 'OPTIONS', url: addressOf(url) });
    const told = String(options.headers['allow']).split(', ');
    for (const method of (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((one) => !told.includes(one))) {
      const { statusCode, headers, body } = await send({ method, url: addressOf(url), payload: '<x/>' });
      expect([statusCode, headers['allow']], method).toEqual([405, options.headers['allow']]);
      expect(JSON.parse(body)).toMatchObject({ code: 'method_not_allowed', status: 405 });
    }
  });

  test('HEAD answers like GET, without a body', async () => {
    for (const [url, headers] of [
      ['/health', {}],
      ['/v1/parameters', key()],
      ['/api/parameters', passport],
      ['/v1/docs', {}],
    ] as const) {
      const [head, get] = await Promise.all([send({ method: 'HEAD', url, headers }), send({ url, headers })]);
      expect([head.statusCode, head.body], url).toEqual([200, '']);
      expect(head.headers['content-type'], url).toBe(get.headers['content-type']);
    }
    expect((await send({ method: 'HEAD', url: '/v1/parameters' })).statusCode).toBe(401);
  });

  test('an address that no family knows is not found, whatever is sent there', async () => {
    for (const url of [
      '/',
      '/v1/nothing',
      '/v1/%ff',
      `/v1/messages/${'9'.repeat(999)}`,
      '/api/x/y',
      '/files',
      '/console/api/apps',
      '/v2/',
      `/v1/messages/${ID}/x`,
    ]) {
      const reply = await send({ method: 'POST', url, headers: { 'content-type': 'x/y' }, payload: 'x' });
      expect([reply.statusCode, reply.json().code], url).toEqual([404, 'not_found']);
    }
  });

  test('a slash at the end changes nothing', async () => {
    for (const url of ['/v1', '/v1/', '/health/']) expect((await send({ url })).statusCode, url).toBe(200);
    expect((await send({ url: '/v1/parameters/', headers: key() })).statusCode).toBe(200);
    expect((await send({ url: '/v1/messages//', headers: key() })).statusCode).toBe(404);
  });
});

describe('a page of another origin', () => {
  const preflight = (url: string, origin: string) =>
    send({ method: 'OPTIONS', url, headers: { origin, 'access-control-request-method': 'POST' } });
  const APP = 'Content-Type, X-App-Code, X-App-Passport';

  test.each([
    ['/v1/chat-messages', 'https://anywhere.example', '*', undefined, `${APP}, Authorization`],
    ['/files/upload/for-plugin', 'https://anywhere.example', '*', undefined, `${APP}, X-CSRF-Token`],
    ['/api/chat-messages', SITE, SITE, 'true', `${APP}, Authorization, X-CSRF-Token`],
    ['/api/conversations', SITE, SITE, 'true', `${APP}, Authorization, X-CSRF-Token`],
  ])('may call %s if it may at all', async (url, origin, allowed, credentials, named) => {
    const { statusCode, headers } = await preflight(url, origin);
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      ...{ 'access-control-allow-origin': allowed, 'access-control-allow-headers': named },
      'access-control-allow-methods': 'GET, PUT, POST, DELETE, OPTIONS, PATCH',
      'access-control-expose-headers': 'X-Version, X-Env, X-Trace-Id',
      vary: 'Origin',
    });
    expect(headers['access-control-allow-credentials']).toBe(credentials);
  });

  test('is not let in by a family that does not know it', async () => {
    for (const url of ['/api/chat-messages', '/health', '/apiary']) {
      const { headers } = await preflight(url, 'https://evil.example');
      expect(
        Object.keys(headers).filter((name) => name.startsWith('access-control')),
        url,
      ).toEqual([]);
    }
    const { headers } = await send({
      url: '/api/parameters',
      headers: { ...passport, origin: 'https://evil.example' },
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('reads refusals and streams like other answers', async () => {
    const origin = SITE;
    const refused = await send({ url: '/api/parameters', headers: { origin } });
    expect([refused.statusCode, refused.headers['access-control-allow-origin']]).toEqual([401, SITE]);
    const payload = message({ response_mode: 'streaming' });
    const stream = await send({ method: 'POST', url: '/api/chat-messages', headers: { ...passport, origin }, payload });
    expect(stream.headers).toMatchObject({ 'access-control-allow-origin': SITE, 'x-env': 'STAGING' });
  });
});
