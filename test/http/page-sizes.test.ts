import { afterAll, beforeAll, expect, test } from 'vitest';
import { echo } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let get: (path: string) => Promise<{ status: number; json: { limit?: number; code?: string } }>;

beforeAll(async () => {
  served = await serve();
  const call = calling(served.server, (await served.importApp(echo())).key);
  get = (path) => call('GET', path);
});
afterAll(() => served.close());

// the published document of the Service API
test.each([
  ['/v1/conversations', 100],
  ['/v1/workflows/logs', 100],
  ['/v1/app/feedbacks', 101],
])('%s gives up to %i at a time, and refuses to give more or none', async (path, most) => {
  expect((await get(`${path}?limit=${most}`)).status).toBe(200);
  for (const limit of [0, most + 1]) {
    const { status, json } = await get(`${path}?limit=${limit}`);
    expect([status, json.code]).toEqual([400, 'invalid_param']);
  }
});

test('annotations may be asked for in any number, and come in hundreds', async () => {
  expect((await get('/v1/apps/annotations?limit=7')).json.limit).toBe(7);
  expect(await get('/v1/apps/annotations?limit=1000')).toMatchObject({ status: 200, json: { limit: 100 } });
  expect((await get('/v1/apps/annotations?limit=0')).status).toBe(400);
});

test('pages are counted from one', async () => {
  const { status, json } = await get('/v1/app/feedbacks?page=0');
  expect([status, json]).toMatchObject([400, { message: 'page: page must be between 1 and 99999' }]);
});
