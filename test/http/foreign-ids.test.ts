import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import type { JsonObject } from '../../src/kernel/index.ts';
import { echo, takingFiles } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Ids of others, in path and body: of another user of the same app, and of another app. Nothing is found or changed. */

let served: Served;
let mine: ServedApp;
let theirs: ServedApp;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  served = await serve();
  [mine, theirs] = [await served.importApp(echo(takingFiles)), await served.importApp(echo(takingFiles))];
  const call = calling(served.server, theirs.key);
  const { json } = await call('POST', '/v1/chat-messages', { inputs: {}, query: 'Private', user: 'ada' });
  const annotation = await call('POST', '/v1/apps/annotations', { question: 'Q', answer: 'A' });
  const [variable] = (await call('GET', `/v1/conversations/${json.conversation_id}/variables?user=ada`)).json.data;
  const logs = (await call('GET', '/v1/workflows/logs')).json.data;
  const job = await call('POST', '/v1/apps/annotation-reply/disable', {});
  ids = {
    conversation_id: json.conversation_id,
    message_id: json.message_id,
    task_id: json.task_id,
    annotation_id: annotation.json.id,
    variable_id: variable.id,
    workflow_run_id: logs[0].workflow_run.id,
    end_user_id: logs[0].created_by_end_user.id,
    job_id: job.json.job_id,
    file_id: await uploadAs('ada'),
    workflow_id: (await call('GET', `/v1/workflows/run/${logs[0].workflow_run.id}`)).json.workflow_id,
    form_token: 'unknown',
    action: 'disable',
    model_type: 'llm',
  };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

async function uploadAs(user: string): Promise<string> {
  const form = new FormData();
  form.set('user', user);
  form.set('file', new Blob(['private'], { type: 'text/plain' }), 'private.txt');
  const request = new Request('http://x/', { method: 'POST', body: form });
  const headers = { ...Object.fromEntries(request.headers), authorization: `Bearer ${theirs.key}` };
  const payload = Buffer.from(await request.arrayBuffer());
  const reply = await served.server.inject({ method: 'POST', url: '/v1/files/upload', headers, payload });
  return reply.json().id;
}

const withIds = families
  .flatMap(({ routes }) => routes)
  .map(({ definition }) => definition)
  .filter(({ url, guard }) => guard.name === 'app-token' && url.includes(':'))
  .map((definition) => [`${definition.method} ${definition.url}`, definition] as const);

/** These belong to the app, not to one of its users. */
const OF_THE_APP = /annotation|workflows\/run|end-users|workflows\/:workflow_id|annotation-reply/;

const body: JsonObject = { inputs: {}, query: 'x', question: 'x', answer: 'x', name: 'x', value: 'x', action: 'x' };

test.each(withIds)('%s finds nothing of another app', async (name, { method, url }) => {
  const target = url.replace(/:(\w+)/g, (_all, key: string) => ids[key] ?? 'missing');
  const call = calling(served.server, mine.key);
  const payload = { ...body, user: 'ada' };
  const reply = await call(
    method,
    method === 'GET' ? `${target}?user=ada` : target,
    method === 'GET' ? undefined : payload,
  );
  expectRefusal(name, reply);
});

test.each(withIds.filter(([name]) => !OF_THE_APP.test(name)))(
  '%s finds nothing of another user',
  async (name, { method, url }) => {
    const target = url.replace(/:(\w+)/g, (_all, key: string) => ids[key] ?? 'missing');
    const call = calling(served.server, theirs.key);
    const payload = { ...body, user: 'eve' };
    const reply = await call(
      method,
      method === 'GET' ? `${target}?user=eve` : target,
      method === 'GET' ? undefined : payload,
    );
    expectRefusal(name, reply);
  },
);

/** Stops are answered alike whether or not there was something to stop; the others say that nothing is there. */
function expectRefusal(name: string, { status, text, json }: Awaited<ReturnType<ReturnType<typeof calling>>>) {
  expect(text).not.toContain('Private');
  if (/stop$/.test(name)) return expect([200, 400], text).toContain(status);
  if (/annotation-reply\/:action$/.test(name)) return expect(json).toHaveProperty('job_id'); // names no row of anybody
  return expect([400, 403, 404], `${name}: ${status} ${text}`).toContain(status);
}

test('ids of others in a body are unknown', async () => {
  const own = calling(served.server, mine.key);
  const chat = (more: JsonObject) => own('POST', '/v1/chat-messages', { inputs: {}, query: 'x', user: 'ada', ...more });
  expect((await chat({ conversation_id: ids['conversation_id'] ?? '' })).status).toBe(404);
  const file = { type: 'document', transfer_method: 'local_file', upload_file_id: ids['file_id'] ?? '' };
  expect((await chat({ files: [file] })).status).toBe(400);
  expect((await chat({ workflow_id: ids['workflow_id'] ?? '' })).status).toBe(404);
  const same = calling(served.server, theirs.key);
  const asEve = { inputs: {}, query: 'x', user: 'eve', files: [file] };
  expect((await same('POST', '/v1/chat-messages', asEve)).status).toBe(400);
});

test('after all that everything of theirs is as it was', async () => {
  const call = calling(served.server, theirs.key);
  const page = (await call('GET', `/v1/messages?conversation_id=${ids['conversation_id']}&user=ada`)).json;
  expect(page.data).toMatchObject([{ query: 'Private', feedback: null }]);
  expect((await call('GET', '/v1/apps/annotations')).json.data).toMatchObject([{ question: 'Q', answer: 'A' }]);
  const [variable] = (await call('GET', `/v1/conversations/${ids['conversation_id']}/variables?user=ada`)).json.data;
  expect(variable.value).toBe('calm');
  expect((await call('GET', `/v1/files/${ids['file_id']}?user=ada`)).status).toBe(200);
});
