import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type HeldHost, startHeldHost } from '../fakes/held-host.ts';
import { askingHost, greeting } from './testing/apps.ts';
import { runElsewhere } from './testing/run-elsewhere.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** How many runs of an app there may be at once, and how long they may take. */

let host: HeldHost;
let served: Served;
let app: ServedApp;
const body: JsonObject = { inputs: {}, user: 'ada', response_mode: 'streaming' };

beforeAll(async () => {
  host = await startHeldHost();
  served = await serve({ APP_MAX_ACTIVE_REQUESTS: '2', DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
});
beforeEach(async () => {
  app = await served.importApp(askingHost('workflow', host.url));
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await host.close();
});

const run = ({ key }: ServedApp) => calling(served.server, key)('POST', '/v1/workflows/run', body);
const statusOf = ({ text }: Awaited<ReturnType<typeof run>>) =>
  (eventsIn(text).at(-1)?.['data'] as { readonly status: string } | undefined)?.status;

test('of many who come at once as many are let in as may be, and others when these are done', async () => {
  const other = await served.importApp(greeting);
  const all = Array.from({ length: 20 }, () => run(app));
  await host.waiting(2);
  const greeted = calling(served.server, other.key)('POST', '/v1/workflows/run', { ...body, inputs: { name: 'Ada' } });
  expect(statusOf(await greeted)).toBe('succeeded');
  host.letGo();
  const replies = await Promise.all(all);
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(18);
  for (const { json } of refused)
    expect(json).toMatchObject({ code: 'too_many_requests', message: expect.stringContaining(`${app.id} is 2`) });
  expect(replies.filter(({ status }) => status === 200).map(statusOf)).toEqual(['succeeded', 'succeeded']);
  const next = run(app);
  await host.waiting(1);
  host.letGo();
  expect(statusOf(await next)).toBe('succeeded');
});

test('an app may allow fewer, but not more', async () => {
  const { stores } = await served.instance.localScope({ user: 'tests' });
  await stores.apps.update(app.id, { maxActiveRequests: 1 });
  const first = run(app);
  await host.waiting(1);
  expect((await run(app)).status).toBe(429);
  await stores.apps.update(app.id, { maxActiveRequests: 99 });
  const second = run(app);
  await host.waiting(2);
  expect((await run(app)).json.message).toContain('is 2.');
  host.letGo();
  await Promise.all([first, second]);
});

test('runs that other processes execute count, as long as these are heard of', async () => {
  for (let count = 0; count < 5; count += 1) await runElsewhere(served.instance, app.id, Date.now() - 1);
  await runElsewhere(served.instance, app.id, Date.now() + 60_000);
  const first = run(app);
  await host.waiting(1);
  expect((await run(app)).status).toBe(429);
  host.letGo();
  expect(statusOf(await first)).toBe('succeeded');
});

test('a run that takes too long ends as if its user had stopped it', async () => {
  const hasty = await serve({ APP_MAX_EXECUTION_TIME: '0.2', DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  const flow = calling(hasty.server, (await hasty.importApp(askingHost('workflow', host.url))).key);
  const streamed = await flow('POST', '/v1/workflows/run', body);
  expect(eventsIn(streamed.text).at(-1)).toMatchObject({
    event: 'workflow_finished',
    data: { status: 'stopped', error: 'Stopped by user.' },
  });
  const talk = calling(hasty.server, (await hasty.importApp(askingHost('advanced-chat', host.url))).key);
  const said = await talk('POST', '/v1/chat-messages', { ...body, query: 'x' });
  expect(eventsIn(said.text).map(({ event }) => event)).toEqual(
    expect.arrayContaining(['workflow_finished', 'message_end']),
  );
  const blocking = await flow('POST', '/v1/workflows/run', { ...body, response_mode: 'blocking' });
  expect(blocking.json.data).toMatchObject({ status: 'stopped' });
  expect(hasty.errors).toEqual([]);
  await hasty.close();
});
