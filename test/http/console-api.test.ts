import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from './testing/served-apps.ts';

/** What the pages of published web apps ask of the console before they draw anything (Dify 1.13.3 web/context). */

const SITE = 'https://pages.example';

let served: Served;
beforeAll(async () => {
  served = await serve({ CONSOLE_CORS_ALLOW_ORIGINS: SITE });
});
afterAll(() => served.close());

const get = (url: string) => served.server.inject({ url, headers: { origin: SITE } });

test('the console tells the same features as the web API', async () => {
  const [console, web] = await Promise.all([get('/console/api/system-features'), get('/api/system-features')]);
  expect(console.statusCode).toBe(200);
  expect(console.json()).toEqual(web.json());
});

test('an instance is set up as soon as it is served', async () => {
  const { statusCode, body } = await get('/console/api/setup');
  expect([statusCode, JSON.parse(body)]).toEqual([200, { step: 'finished', setup_at: null }]);
});

test('a page of a listed origin may read both, with its cookies', async () => {
  for (const url of ['/console/api/system-features', '/console/api/setup']) {
    const { headers } = await get(url);
    expect(headers['access-control-allow-origin']).toBe(SITE);
    expect(headers['access-control-allow-credentials']).toBe('true');
  }
});
