import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { obligingReply, startObligingModel } from '../fakes/obliging-model.ts';
import type { ReceivedRequest, ScriptedServer } from '../fakes/scripted-server.ts';
import { echo } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** What happens while annotation reply is being turned on, which takes as long as its model does. */
let served: Served;
let models: ScriptedServer;
let held: { readonly asked: PromiseWithResolvers<void>; readonly goOn: PromiseWithResolvers<void> } | undefined;

/** The next question to the embedding model waits. */
function holdModel() {
  held = { asked: Promise.withResolvers(), goOn: Promise.withResolvers() };
  return held;
}

function answerHeld(request: ReceivedRequest) {
  if (!held || !request.path.endsWith('/embeddings')) return undefined;
  const { asked, goOn } = held;
  held = undefined;
  asked.resolve();
  return { ...obligingReply(request), after: goOn.promise };
}

beforeAll(async () => {
  models = await startObligingModel(answerHeld);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterEach(() => held?.goOn.resolve());
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

/** What the model was asked it is not asked again: each test has questions of its own. */
const names = { embedding_provider_name: 'openai', embedding_model_name: 'text-embedding-3-small' };

async function annotated(...questions: readonly string[]) {
  const app = await served.importApp(echo());
  const call = calling(served.server, app.key);
  const note = async (question: string) =>
    (await call('POST', '/v1/apps/annotations', { question, answer: `About ${question}` })).json.id as string;
  const ids: string[] = [];
  for (const question of questions) ids.push(await note(question));
  const change = async (action: string, more: object = {}) =>
    (await call('POST', `/v1/apps/annotation-reply/${action}`, { score_threshold: 0.9999, ...names, ...more })).json
      .job_id;
  const done = (action: string, id: string) =>
    expect
      .poll(async () => (await call('GET', `/v1/apps/annotation-reply/${action}/status/${id}`)).json.job_status)
      .toBe('completed');
  const ask = async (query: string) =>
    (await call('POST', '/v1/chat-messages', { inputs: {}, query, user: 'ada' })).json.answer;
  return { app, call, ids, note, change, done, ask };
}

async function settingOf({ id }: ServedApp) {
  const { stores } = await served.instance.localScope({ user: 'tests' });
  return stores.ofApp(await stores.apps.get(id)).annotations.findSetting();
}

test('what changes while annotations are indexed is indexed too', async () => {
  const { call, ids, note, change, done, ask } = await annotated('one', 'two', 'three');
  const { asked, goOn } = holdModel();
  const job = await change('enable');
  await asked.promise;
  await call('DELETE', `/v1/apps/annotations/${ids[0]}`);
  await call('PUT', `/v1/apps/annotations/${ids[1]}`, { question: 'second', answer: 'About second' });
  await note('four');
  goOn.resolve();
  await done('enable', job);
  const answers = await Promise.all(['one', 'two', 'second', 'three', 'four'].map(ask));
  expect(answers).toEqual(['You said: one', 'You said: two', 'About second', 'About three', 'About four']);
});

test('of two requests to turn it on the later one counts', async () => {
  const { app, change, done } = await annotated('uno');
  const { asked, goOn } = holdModel();
  const first = await change('enable', { score_threshold: 0.5 });
  await asked.promise;
  const second = await change('enable', { score_threshold: 0.75 });
  expect(second).not.toBe(first);
  goOn.resolve();
  await Promise.all([done('enable', first), done('enable', second)]);
  expect(await settingOf(app)).toMatchObject({ scoreThreshold: 0.75 });
});

test('turned off while it is being turned on, it is off', async () => {
  const { app, change, done } = await annotated('due');
  const { asked, goOn } = holdModel();
  const on = await change('enable');
  await asked.promise;
  const off = await change('disable');
  goOn.resolve();
  await Promise.all([done('enable', on), done('disable', off)]);
  expect(await settingOf(app)).toBeUndefined();
});

test('an app that is deleted while it is indexed leaves nothing behind', async () => {
  const { app, change } = await annotated('tre');
  const { asked, goOn } = holdModel();
  const job = await change('enable');
  await asked.promise;
  const { stores } = await served.instance.localScope({ user: 'tests' });
  await stores.apps.delete(app.id);
  goOn.resolve();
  await expect.poll(async () => (await stores.jobs.find(job))?.status).toBe('done');
  const vector = new Float32Array(8).fill(1);
  expect(await stores.vectors.search(`annotations:${app.id}`, vector, 5).catch(() => [])).toEqual([]);
});
