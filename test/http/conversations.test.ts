import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { chat, echo } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;

beforeAll(async () => {
  models = await startChatServer(['Fine.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

/** A person at a web app. */
async function visiting({ code }: ServedApp) {
  const issued = await served.server.inject({ url: '/api/passport', headers: { 'x-app-code': code } });
  const headers = { 'x-app-code': code, 'x-app-passport': issued.json().access_token };
  const call = async (method: 'GET' | 'POST', url: string, payload?: object) =>
    (await served.server.inject({ method, url, headers, ...(payload && { payload }) })).json();
  const say = (query: string, body: JsonObject = {}) =>
    call('POST', '/api/chat-messages', { inputs: {}, query, response_mode: 'blocking', ...body });
  return { call, say };
}

function programming({ key }: ServedApp) {
  const call = calling(served.server, key);
  const say = async (query: string, body: JsonObject = {}) =>
    (await call('POST', '/v1/chat-messages', { inputs: {}, query, user: 'ada', ...body })).json;
  return { call, say };
}

/** What the model was last told, without the instructions. */
const lastPrompt = () => {
  const told = models.sent().at(-1)?.messages ?? [];
  return told.filter(({ role }) => role !== 'system').map(({ content }) => content);
};

/** Tells how many messages its thread has. */
const counting = (): JsonObject => {
  const document = JSON.stringify(echo()).replace('You said: {{#sys.query#}}', 'Message {{#sys.dialogue_count#}}');
  return JSON.parse(document);
};

describe('a thread', () => {
  test('of a program is the whole conversation', async () => {
    const { say, call } = programming(await served.importApp(chat()));
    const first = await say('one');
    const more = { conversation_id: first.conversation_id };
    await say('two', { ...more, parent_message_id: crypto.randomUUID() }); // which programs need not know
    await say('three', more);
    expect(lastPrompt()).toEqual(['one', 'Fine.', 'two', 'Fine.', 'three']);
    const { json } = await call('GET', `/v1/messages?conversation_id=${first.conversation_id}&user=ada`);
    const nil = '00000000-0000-0000-0000-000000000000';
    expect(json.data.map((each: JsonObject) => each['parent_message_id'])).toEqual([nil, nil, nil]);
  });

  test('of a person is what they say it is: a question asked anew leaves out its first answer', async () => {
    const { say, call } = await visiting(await served.importApp(chat()));
    const one = await say('one');
    const more = { conversation_id: one.conversation_id };
    const two = await say('two', { ...more, parent_message_id: one.message_id });
    const again = await say('two, again', { ...more, parent_message_id: one.message_id });
    expect(lastPrompt()).toEqual(['one', 'Fine.', 'two, again']);
    await say('three', { ...more, parent_message_id: again.message_id });
    expect(lastPrompt()).toEqual(['one', 'Fine.', 'two, again', 'Fine.', 'three']);
    await say('one, again', { ...more, parent_message_id: null });
    expect(lastPrompt()).toEqual(['one, again']);
    const { data } = await call('GET', `/api/messages?conversation_id=${one.conversation_id}`);
    const parents = data.map((each: JsonObject) => each['parent_message_id']);
    expect(parents).toEqual([null, one.message_id, one.message_id, again.message_id, null]);
    expect(two.message_id).not.toBe(again.message_id);
  });

  test('is what questions are suggested from', async () => {
    const { say, call } = await visiting(await served.importApp(chat()));
    const one = await say('one');
    const more = { conversation_id: one.conversation_id, parent_message_id: one.message_id };
    await say('two', more);
    const again = await say('two, again', more);
    await call('GET', `/api/messages/${again.message_id}/suggested-questions`);
    expect(lastPrompt()[0]).toContain('Human: one\nAssistant: Fine.\nHuman: two, again\nAssistant: Fine.');
  });

  test('never leads into another conversation', async () => {
    const app = await served.importApp(chat());
    const { say } = await visiting(app);
    const other = await (await visiting(app)).say('a secret');
    const one = await say('one');
    await say('two', { conversation_id: one.conversation_id, parent_message_id: other.message_id });
    expect(lastPrompt()).toEqual(['two']);
  });

  test('is counted by sys.dialogue_count', async () => {
    const { say } = await visiting(await served.importApp(counting()));
    const one = await say('one');
    const more = { conversation_id: one.conversation_id };
    const two = await say('two', { ...more, parent_message_id: one.message_id });
    const three = await say('three', { ...more, parent_message_id: two.message_id });
    const again = await say('two, again', { ...more, parent_message_id: one.message_id });
    const answers = [one, two, three, again].map(({ answer }) => answer);
    expect(answers).toEqual(['Message 1', 'Message 2', 'Message 3', 'Message 2']);
  });
});

describe('a conversation', () => {
  test('begins with the opening statement, filled in', async () => {
    const opening = { opening_statement: 'Welcome to {{place}}, {{somebody}}!' };
    const { say, call } = programming(await served.importApp(echo(opening)));
    await say('Hello', { inputs: { place: 'Rome' } });
    const { data } = (await call('GET', '/v1/conversations?user=ada')).json;
    expect(data).toMatchObject([{ introduction: 'Welcome to Rome, {somebody}!', inputs: { place: 'Rome' } }]);
  });

  test('that goes on comes first', async () => {
    const { say, call } = programming(await served.importApp(echo()));
    const [old, young] = [await say('old'), await say('young')];
    const order = async () =>
      (await call('GET', '/v1/conversations?user=ada')).json.data.map((each: JsonObject) => each['id']);
    expect(await order()).toEqual([young.conversation_id, old.conversation_id]);
    await say('again', { conversation_id: old.conversation_id });
    expect(await order()).toEqual([old.conversation_id, young.conversation_id]);
  });

  test('keeps the configuration it began with, whatever becomes of the app', async () => {
    const app = await served.importApp(chat({ pre_prompt: 'You are old.' }));
    const { say } = programming(app);
    const old = await say('one');
    const { stores } = await served.instance.localScope({ user: 'tests' });
    const row = await stores.apps.get(app.id);
    const configs = { ...(chat()['model_config'] as JsonObject), pre_prompt: 'You are new.' };
    const config = await stores.ofApp(row).modelConfigs.create(configs);
    await stores.apps.update(app.id, { appModelConfigId: config.id });
    const told = () => models.sent().at(-1)?.messages.at(0)?.content;
    await say('two', { conversation_id: old.conversation_id });
    expect(told()).toBe('You are old.');
    await say('three');
    expect(told()).toBe('You are new.');
  });

  test('that is finished takes no more messages', async () => {
    const app = await served.importApp(echo());
    const { say } = programming(app);
    const { conversation_id } = await say('one');
    const { stores } = await served.instance.localScope({ user: 'tests' });
    await stores.ofApp(await stores.apps.get(app.id)).conversations.update(conversation_id, { status: 'finished' });
    expect(await say('two', { conversation_id })).toMatchObject({ code: 'conversation_completed', status: 400 });
  });
});
