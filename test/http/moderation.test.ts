import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/engine/index.ts';
import { isJsonObject, type JsonObject } from '../../src/kernel/index.ts';
import { createApiExtension, listApiExtensions, removeApiExtension } from '../../src/operations/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { jsonReply, type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { abandonRun, begun } from './testing/abandoned-run.ts';
import { chat, completion, echo } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;
let extension: ScriptedServer;
let extensionId: string;
/** What the extension says to the next question at each point. */
let verdicts: Record<string, JsonObject>;

const chunks = ['Some harmless words. '.repeat(15), 'Then a secret. ', 'And more of it.'];
const SECRET = chunks.join('');

beforeAll(async () => {
  models = await startChatServer([{ chunks }]);
  extension = await startScriptedServer((request) => {
    const { point } = request.json() as { point: string };
    return jsonReply(point === 'ping' ? { result: 'pong' } : (verdicts[point] ?? { flagged: false }));
  });
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1`, DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  const scope = await served.instance.localScope({ user: 'tests' });
  const made = await createApiExtension(scope, { name: 'guard', endpoint: extension.url, apiKey: 'key-of-guard' });
  extensionId = made.id;
});
beforeEach(() => {
  verdicts = {};
});
afterAll(async () => {
  await served.close();
  await models.close();
  await extension.close();
});

const direction = (enabled: boolean, preset_response = '') => ({ enabled, preset_response });
const avoiding = (type: string, input: JsonObject, output: JsonObject): JsonObject => ({
  sensitive_word_avoidance: {
    ...{ enabled: true, type },
    config: {
      ...{ keywords: 'secret\nforbidden', api_based_extension_id: extensionId },
      ...{ inputs_config: input, outputs_config: output },
    },
  },
});
const keywords = () => avoiding('keywords', direction(true, 'Do not ask.'), direction(true, 'Not told.'));
const api = () => avoiding('api', direction(true), direction(true));

async function talking(document: JsonObject) {
  const app = await served.importApp(document);
  const call = calling(served.server, app.key);
  const post = (body: JsonObject) => {
    const url = document['app'] && isJsonObject(document['app']) && document['app']['mode'] === 'completion';
    return call('POST', url ? '/v1/completion-messages' : '/v1/chat-messages', { inputs: {}, user: 'ada', ...body });
  };
  return {
    app,
    blocking: async (query: string, body: JsonObject = {}) => (await post({ query, ...body })).json,
    streamed: async (query: string) => eventsIn((await post({ query, response_mode: 'streaming' })).text),
    stored: async (id: string) => (await call('GET', `/v1/messages/${id}?user=ada`)).json,
  };
}

const namesOf = (events: readonly { event: string }[]) => [...new Set(events.map(({ event }) => event))];

describe('an answer with a forbidden word', () => {
  test('is replaced, and stored as it was replaced', async () => {
    const { streamed, stored, blocking } = await talking(chat(keywords()));
    const events = await streamed('Hello');
    expect(namesOf(events)).toEqual(['message', 'message_replace', 'message_end']);
    const replaced = events.find(({ event }) => event === 'message_replace');
    expect(replaced).toMatchObject({ answer: 'Not told.', reason: '' });
    expect(await stored(String(replaced?.['message_id']))).toMatchObject({ answer: 'Not told.', status: 'normal' });
    expect(await blocking('Hello')).toMatchObject({ answer: 'Not told.' });
  });

  test('is replaced in completions and chatflows, too', async () => {
    const text = await talking(completion({ ...keywords(), user_input_form: [] }));
    expect(await text.blocking('')).toMatchObject({ mode: 'completion', answer: 'Not told.' });
    const flow = await talking(echo(avoiding('keywords', direction(false), direction(true, 'Not told.'))));
    const events = await flow.streamed('a secret');
    const order = events.map(({ event }) => event).filter((name) => !name.startsWith('node_'));
    expect(order).toEqual([
      ...['workflow_started', 'message', 'message'],
      ...['workflow_finished', 'message_replace', 'message_end'],
    ]);
    expect(events.at(-2)).toMatchObject({ answer: 'Not told.', reason: 'output_moderation' });
    expect(await flow.blocking('a secret')).toMatchObject({ answer: 'Not told.' });
    expect(await flow.stored(String(events.at(-1)?.['message_id']))).toMatchObject({ answer: 'Not told.' });
  });

  test('stays replaced where another process goes on with the run', async () => {
    const { app, stored } = await talking(chat(keywords()));
    const asked = models.requests.length;
    const text: RunEvent = {
      ...{ type: 'text-delta', at: 2, frame: [], responseNodeId: 'answer', isChunk: true },
      ...{ selector: ['llm', 'text'], text: 'The secret is' },
    };
    const replaced: RunEvent = {
      ...{ type: 'answer-replaced', at: 3, text: 'Not told.' },
      ...{ reason: 'output_moderation', isFinal: true },
    };
    const run = await abandonRun(served, app, { query: 'Hi', events: [begun, text, replaced] });
    await run.recover();
    const scope = await served.instance.localScope({ user: 'tests' });
    const row = await scope.stores.ofApp(await scope.stores.apps.get(app.id)).messages.get(run.messageId);
    expect(row).toMatchObject({ answer: 'Not told.', status: 'normal' });
    expect(await scope.stores.runs.get(run.runId)).toMatchObject({ error: 'Stopped by output moderation.' });
    expect(models.requests.length).toBe(asked);
    expect((await stored(run.messageId)).code).toBe('not_found'); // nobody's of the key
  });

  test('is looked at where another process writes the rest of it', async () => {
    const { app } = await talking(chat(keywords()));
    const run = await abandonRun(served, app, { query: 'Hi', events: [begun] });
    await run.recover();
    const scope = await served.instance.localScope({ user: 'tests' });
    const row = await scope.stores.ofApp(await scope.stores.apps.get(app.id)).messages.get(run.messageId);
    expect(row).toMatchObject({ answer: 'Not told.' });
  });
});

test('a question with a forbidden word is answered before any model is asked', async () => {
  const { streamed } = await talking(chat(keywords()));
  const asked = models.requests.length;
  const events = await streamed('a FORBIDDEN thing');
  expect(events.map(({ event }) => event)).toEqual(['message', 'message_end']);
  expect(events[0]).toMatchObject({ answer: 'Do not ask.' });
  expect(models.requests.length).toBe(asked);
});

test('a preset answer is the answer where another process goes on with the run', async () => {
  const { app } = await talking(chat(keywords()));
  const asked = models.requests.length;
  const preset: RunEvent = { type: 'preset-answered', at: 1, answer: 'Do not ask.', reason: 'input_moderation' };
  const run = await abandonRun(served, app, { query: 'forbidden', events: [preset, begun] });
  await run.recover();
  const scope = await served.instance.localScope({ user: 'tests' });
  const row = await scope.stores.ofApp(await scope.stores.apps.get(app.id)).messages.get(run.messageId);
  expect(row).toMatchObject({ answer: 'Do not ask.', status: 'normal' });
  expect(models.requests.length).toBe(asked);
});

describe('an extension of the workspace', () => {
  test('is asked with its key, and lets pass what it does not flag', async () => {
    const { blocking, app } = await talking(chat(api()));
    expect(await blocking('Hello')).toMatchObject({ answer: SECRET });
    const [input, ...outputs] = extension.requests.slice(-3);
    expect(input?.headers['authorization']).toBe('Bearer key-of-guard');
    expect(input?.json()).toEqual({
      point: 'app.moderation.input',
      params: { app_id: app.id, inputs: {}, query: 'Hello' },
    });
    expect(outputs.at(-1)?.json()).toEqual({
      point: 'app.moderation.output',
      params: { app_id: app.id, text: SECRET },
    });
  });

  test('may answer in the place of the app', async () => {
    verdicts['app.moderation.input'] = { flagged: true, action: 'direct_output', preset_response: 'Not by me.' };
    const { blocking } = await talking(chat(api()));
    expect(await blocking('Hello')).toMatchObject({ answer: 'Not by me.' });
  });

  test('may change what the app is asked, while the message keeps what the person said', async () => {
    verdicts['app.moderation.input'] = {
      ...{ flagged: true, action: 'overridden' },
      ...{ inputs: { place: '***' }, query: 'Hello ***' },
    };
    const { blocking, stored } = await talking(echo(api()));
    const reply = await blocking('Hello Bob', { inputs: { place: 'Rome' } });
    expect(reply).toMatchObject({ answer: 'You said: Hello ***' });
    expect(await stored(reply.message_id)).toMatchObject({ query: 'Hello Bob', inputs: { place: 'Rome' } });
  });

  test('may change what the app answers', async () => {
    verdicts['app.moderation.output'] = { flagged: true, action: 'overridden', text: 'All is well.' };
    const { blocking, streamed } = await talking(echo(api()));
    expect(await blocking('Hello')).toMatchObject({ answer: 'All is well.' });
    expect(namesOf(await streamed('Hello'))).toContain('message_replace');
  });

  test('that refuses or is gone lets no question pass, and is named', async () => {
    const { blocking } = await talking(chat(api()));
    const gone = await talking(chat({ sensitive_word_avoidance: withId(crypto.randomUUID()) }));
    expect(await gone.blocking('Hello')).toMatchObject({ code: 'invalid_param', status: 400 });
    const broken = await startScriptedServer((request) => {
      const { point } = request.json() as { point: string };
      return point === 'ping' ? jsonReply({ result: 'pong' }) : { status: 500, pieces: ['out of order'] };
    });
    const scope = await served.instance.localScope({ user: 'tests' });
    const { id } = await createApiExtension(scope, { name: 'broken', endpoint: broken.url, apiKey: '12345' });
    const refused = await talking(chat({ sensitive_word_avoidance: withId(id) }));
    expect(await refused.blocking('Hello')).toMatchObject({
      code: 'invalid_param',
      message: 'request error, status_code: 500, content: out of order',
    });
    await broken.close();
    await removeApiExtension(scope, { id });
    expect((await listApiExtensions(scope)).map(({ name }) => name)).toEqual(['guard']);
    expect(await blocking('Hello')).toMatchObject({ answer: SECRET });
  });

  const withId = (id: string) => ({
    ...{ enabled: true, type: 'api' },
    config: {
      ...{ api_based_extension_id: id },
      ...{ inputs_config: direction(true), outputs_config: direction(false) },
    },
  });

  test('is kept only when it answers, under a name and a key that make sense', async () => {
    const scope = await served.instance.localScope({ user: 'tests' });
    const add = (request: object) =>
      createApiExtension(scope, { name: 'new', endpoint: extension.url, apiKey: '12345', ...request });
    await expect(add({ name: 'guard' })).rejects.toMatchObject({ code: 'invalid_param' });
    await expect(add({ apiKey: '1234' })).rejects.toMatchObject({ message: 'api_key must be at least 5 characters' });
    await expect(add({ endpoint: '' })).rejects.toMatchObject({ message: 'api_endpoint must not be empty' });
    await expect(add({ endpoint: `${models.url}/v1` })).rejects.toMatchObject({
      message: expect.stringContaining('connection error'),
    });
    await expect(add({ endpoint: 'http://169.254.169.254/' })).rejects.toMatchObject({ code: 'invalid_param' });
    const [row] = await scope.stores.apiExtensions.list();
    expect(JSON.stringify(row)).not.toContain('key-of-guard');
  });
});
