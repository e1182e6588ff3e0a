import { afterAll, beforeAll, expect, test } from 'vitest';
import { echo } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let call: ReturnType<typeof calling>;

beforeAll(async () => {
  served = await serve();
  call = calling(served.server, (await served.importApp(echo())).key);
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

test('a variable that is set is answered as it is from now on', async () => {
  const ask = { inputs: {}, query: 'Hi', user: 'ada' };
  const { conversation_id: id } = (await call('POST', '/v1/chat-messages', ask)).json;
  const path = `/v1/conversations/${id}/variables`;
  const read = async () => (await call('GET', `${path}?user=ada`)).json.data[0];
  const before = await read();
  // times are told in whole seconds: the next one must begin
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 3000 }).toBeGreaterThan(before.updated_at);
  const set = await call('PUT', `${path}/${before.id}`, { value: 'merry', user: 'ada' });
  expect(set.json).toEqual(await read());
  expect(set.json).toMatchObject({ value: 'merry', created_at: before.created_at });
  expect(set.json.updated_at).toBeGreaterThan(before.updated_at);
});
