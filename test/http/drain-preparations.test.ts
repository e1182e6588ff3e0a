import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WorkflowRunId } from '../../src/kernel/index.ts';
import { createApiExtension, recoverRun, type Scope } from '../../src/operations/index.ts';
import { type HeldHost, startHeldHost } from '../fakes/held-host.ts';
import { abandonRun, begun } from './testing/abandoned-run.ts';
import { echo } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

let guard: HeldHost;
let served: Served;
let scope: Scope;
beforeEach(async () => {
  guard = await startHeldHost();
});
afterEach(async () => {
  await served.close();
  await guard.close();
});

/** A server with a question that is still being looked at by the service that decides whether it may be asked. */
async function askGuarded(drainSeconds: string) {
  served = await serve({ DIFY_OUTBOUND_ALLOW: '127.0.0.1', DIFY_DRAIN_SECONDS: drainSeconds });
  scope = await served.instance.localScope({ user: 'tests' });
  const making = createApiExtension(scope, { name: 'guard', endpoint: guard.url, apiKey: 'key-of-guard' });
  await guard.waiting(1);
  guard.letGo('{"result": "pong"}');
  const config = { api_based_extension_id: (await making).id, inputs_config: { enabled: true, preset_response: '' } };
  const app = await served.importApp(
    echo({
      sensitive_word_avoidance: {
        ...{ enabled: true, type: 'api' },
        config: { ...config, outputs_config: { enabled: false } },
      },
    }),
  );
  const body = { inputs: {}, query: 'Hello', user: 'ann', response_mode: 'streaming' };
  const reply = calling(served.server, app.key)('POST', '/v1/chat-messages', body);
  await guard.waiting(1);
  return { app, reply };
}

const NO_RUN = 'none' as WorkflowRunId;
const pass = () => guard.letGo('{"flagged": false}');

test('a run that is being prepared when the server is told to end begins and comes to its end', async () => {
  const { app, reply } = await askGuarded('60');
  let isOver = false;
  const draining = served.instance.drain().then(() => (isOver = true));
  for (let writes = 0; writes < 20; writes++) await scope.stores.runs.requestStop(NO_RUN); // longer than ending takes
  expect(isOver).toBe(false);
  pass();
  expect(eventsIn((await reply).text).at(-1)).toMatchObject({ event: 'message_end' });
  await draining;
  expect((await scope.stores.runs.list({ appId: app.id })).items).toMatchObject([{ status: 'succeeded' }]);
});

test('once the server takes nothing more, what was being prepared is refused and leaves nothing', async () => {
  const { app, reply } = await askGuarded('0');
  await served.instance.drain();
  pass();
  expect(await reply).toMatchObject({ status: 503, json: { code: 'server_closing' } });
  expect((await scope.stores.runs.list({ appId: app.id })).items).toEqual([]);
});

test('an interrupted run that a server was about to take over when it ended stays as it was', async () => {
  served = await serve();
  scope = await served.instance.localScope({ user: 'tests' });
  const app = await served.importApp(echo());
  await served.instance.drain();
  const { runId } = await abandonRun(served, app, { query: 'Hello', events: [begun] });
  expect(await recoverRun(scope, { runId, policy: 'continue' })).toBeUndefined();
  expect(await scope.stores.runs.get(runId)).toMatchObject({ status: 'running', leaseOwner: null, error: null });
});
