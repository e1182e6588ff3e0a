import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunEvent } from '../../src/engine/index.ts';
import type { JsonObject } from '../../src/kernel/index.ts';
import { createMember } from '../../src/operations/index.ts';
import { startObligingModel } from '../fakes/obliging-model.ts';
import type { ScriptedServer } from '../fakes/scripted-server.ts';
import { abandonRun, begun } from './testing/abandoned-run.ts';
import { chat, echo } from './testing/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, type ServedWorkspace, serve } from './testing/served-apps.ts';

let served: Served;
let models: ScriptedServer;

/** The embedding model "slow" tells that it was asked, and answers when it is let. */
let asked = Promise.withResolvers<void>();
let gate = Promise.withResolvers<void>();

beforeAll(async () => {
  models = await startObligingModel(async (request) => {
    if (!request.path.endsWith('/embeddings') || !request.body.includes('"slow"')) return undefined;
    asked.resolve();
    await gate.promise;
    return undefined;
  });
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const QUESTION = 'When do you open?';

async function annotated(
  document: JsonObject,
  workspace: ServedWorkspace = served,
): Promise<{ app: ServedApp; call: ReturnType<typeof calling> }> {
  const app = await workspace.importApp(document);
  const call = calling(served.server, app.key);
  await call('POST', '/v1/apps/annotations', { question: QUESTION, answer: 'At nine.' });
  await completed(call, await enable(call, 'text-embedding-3-small'));
  return { app, call };
}

/** Answers the id of the job. */
async function enable(call: ReturnType<typeof calling>, model: string, threshold = 0.95): Promise<string> {
  const names = { embedding_provider_name: 'openai', embedding_model_name: model };
  const { json } = await call('POST', '/v1/apps/annotation-reply/enable', { score_threshold: threshold, ...names });
  expect(json).toEqual({ job_id: expect.any(String), job_status: expect.any(String) });
  return json.job_id;
}

async function completed(call: ReturnType<typeof calling>, jobId: string): Promise<void> {
  const status = async () => (await call('GET', `/v1/apps/annotation-reply/enable/status/${jobId}`)).json;
  await expect.poll(status).toEqual({ job_id: jobId, job_status: 'completed', error_msg: '' });
}

const ask = (query: string, mode = 'streaming') => ({ inputs: {}, query, response_mode: mode, user: 'ada' });

test.each([
  ['a chat', chat()],
  ['a chatflow', echo()],
])('%s answers with the annotation that fits, and says so', async (_, document) => {
  const { call, app } = await annotated(document);
  const asked = models.requests.filter(({ path }) => path.endsWith('/chat/completions')).length;
  const { text } = await call('POST', '/v1/chat-messages', ask(QUESTION));
  const events = eventsIn(text);
  expect(events.map(({ event }) => event)).toEqual(['message', 'message_end']);
  expect(events[0]).toMatchObject({ answer: 'At nine.', from_variable_selector: null });
  const [annotation] = (await call('GET', '/v1/apps/annotations')).json.data;
  expect(annotation).toMatchObject({ hit_count: 1 });
  const reply = { id: annotation.id, account: { id: null, name: 'Dify user' } };
  expect(events[1]).toMatchObject({ metadata: { annotation_reply: reply } });
  expect(models.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toHaveLength(asked);

  const scope = await served.instance.localScope({ user: 'tests' });
  const stores = scope.stores.ofApp(await scope.stores.apps.get(app.id));
  const messageId = String(events[1]?.['message_id']) as never;
  expect((await stores.messages.get(messageId)).messageMetadata).toMatchObject({ annotation_reply: reply });
  const hits = await stores.annotations.listHits(annotation.id);
  expect(hits.items).toMatchObject([{ question: QUESTION, annotationContent: 'At nine.', source: 'api', messageId }]);
  expect(hits.items[0]?.score).toBeCloseTo(1);
});

test('an annotation that a program wrote is the word of the owner of the workspace', async () => {
  const workspace = await served.addWorkspace();
  const scope = await served.instance.localScope({ user: 'tests', workspace: workspace.tenantId });
  const { account } = await createMember(scope, { email: 'ann@example.com', password: 'sesame0pen', name: 'Ann' });
  const { call } = await annotated(echo(), workspace);
  const { json } = await call('POST', '/v1/chat-messages', ask(QUESTION, 'blocking'));
  expect(json).toMatchObject({
    answer: 'At nine.',
    metadata: { annotation_reply: { account: { id: account.id, name: 'Ann' } } },
  });
});

test('turning the reply on twice has two jobs, of which the newest holds', async () => {
  const { app, call } = await annotated(echo());
  [asked, gate] = [Promise.withResolvers(), Promise.withResolvers()];
  const first = await enable(call, 'slow', 0.5);
  await asked.promise;
  const second = await enable(call, 'slow', 0.8);
  await completed(call, first);
  gate.resolve();
  await completed(call, second);
  expect(second).not.toBe(first);
  const scope = await served.instance.localScope({ user: 'tests' });
  const { annotations } = scope.stores.ofApp(await scope.stores.apps.get(app.id));
  expect(await annotations.findSetting()).toMatchObject({ embeddingModelName: 'slow', scoreThreshold: 0.8 });
});

test('what is written while the reply is turned on is used, and indexed for the one who turned it on', async () => {
  const app = await served.importApp(echo());
  const call = calling(served.server, app.key);
  await call('POST', '/v1/apps/annotations', { question: 'Written before?', answer: 'Yes.' });
  [asked, gate] = [Promise.withResolvers(), Promise.withResolvers()];
  const id = await enable(call, 'slow');
  await asked.promise;
  const { json } = await call('POST', '/v1/apps/annotations', { question: 'Meanwhile written?', answer: 'This, too.' });
  gate.resolve();
  await completed(call, id);
  const reply = async () =>
    (await call('POST', '/v1/chat-messages', ask('Meanwhile written?', 'blocking'))).json.answer;
  await expect.poll(reply).toBe('This, too.');
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const [job] = (await stores.jobs.list({ name: 'index-annotation' })).items;
  expect(job).toMatchObject({ payload: { annotationId: json.id }, caller: { actor: { kind: 'end-user' } } });
});

test('a question that is not near enough is answered by the app', async () => {
  const { call } = await annotated(echo());
  const { json } = await call('POST', '/v1/chat-messages', ask('zzz', 'blocking'));
  expect(json).toMatchObject({ answer: 'You said: zzz', metadata: { annotation_reply: null } });
});

test('a search that fails leaves the answer to the app', async () => {
  const { call, app } = await annotated(echo());
  const scope = await served.instance.localScope({ user: 'tests' });
  const stores = scope.stores.ofApp(await scope.stores.apps.get(app.id));
  const names = { embeddingProviderName: 'nobody', embeddingModelName: 'nothing' };
  await scope.stores.vectors.deleteCollection(`annotations:${app.id}`);
  await stores.annotations.saveSetting({ scoreThreshold: 0.5, ...names });
  const { json } = await call('POST', '/v1/chat-messages', ask(QUESTION, 'blocking'));
  expect(json).toMatchObject({ answer: `You said: ${QUESTION}` });
});

test('an annotation stays the answer, and is named, where another process goes on with the run', async () => {
  const { app } = await annotated(echo());
  const annotation = { id: 'note', accountId: 'ann', accountName: 'Ann' };
  const preset: RunEvent = {
    type: 'preset-answered',
    at: 1,
    answer: 'At nine.',
    reason: 'annotation_reply',
    annotation,
  };
  const run = await abandonRun(served, app, { query: QUESTION, events: [preset, begun] });
  await run.recover();
  const scope = await served.instance.localScope({ user: 'tests' });
  const stores = scope.stores.ofApp(await scope.stores.apps.get(app.id));
  expect(await stores.messages.get(run.messageId)).toMatchObject({
    answer: 'At nine.',
    messageMetadata: { annotation_reply: { id: 'note', account: { id: 'ann', name: 'Ann' } } },
  });
});
