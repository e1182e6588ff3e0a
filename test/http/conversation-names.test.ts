import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppId, ConversationId, JobId } from '../../src/kernel/index.ts';
import { nameNewConversation } from '../../src/operations/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { echo } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;
let call: ReturnType<typeof calling>;
let appId: AppId;
let visit: (method: 'GET' | 'POST', url: string, payload?: object) => Promise<Record<string, unknown>>;

beforeAll(async () => {
  models = await startChatServer(['{"language": "English", "title": "A greeting"}']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  const app = await served.importApp(echo());
  call = calling(served.server, app.key);
  appId = app.id;
  const issued = await served.server.inject({ url: '/api/passport', headers: { 'x-app-code': app.code } });
  const headers = { 'x-app-code': app.code, 'x-app-passport': issued.json().access_token };
  visit = async (method, url, payload) =>
    (await served.server.inject({ method, url, headers, ...(payload && { payload }) })).json();
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const LONG = 'How do I get from here to the other end of the town at night?';
const say = async (query: string, body: object = {}) =>
  (await call('POST', '/v1/chat-messages', { inputs: {}, query, user: 'ada', ...body })).json.conversation_id as string;
const item = async (id: string) => {
  const { data } = (await call('GET', '/v1/conversations?user=ada&limit=100')).json;
  return data.find((each: { id: string }) => each.id === id);
};
const nameOf = async (id: string) => (await item(id)).name;

async function chooseModel(modelName: string | undefined) {
  const { stores } = await served.instance.localScope({ user: 'tests' });
  await stores.models.saveDefault({ providerName: 'openai', modelName: modelName ?? '', modelType: 'llm' });
}

describe('a workspace without a default model', () => {
  test('names conversations by their question, cut', async () => {
    const id = await say(LONG);
    await expect.poll(() => nameOf(id)).toBe(`${LONG.slice(0, 47)}...`);
  });

  test.each([['false'], ['Off'], [0]])('leaves the name to a client that says so with %o', async (word) => {
    expect(await nameOf(await say('Hello', { auto_generate_name: word }))).toBe('New conversation');
  });

  test('refuses a switch that is neither on nor off', async () => {
    const body = { inputs: {}, query: 'Hello', user: 'ada', auto_generate_name: 'perhaps' };
    expect((await call('POST', '/v1/chat-messages', body)).json).toMatchObject({ code: 'invalid_param', status: 400 });
  });

  test('keeps the name when one is asked for', async () => {
    const id = await say('Hello', { auto_generate_name: false });
    expect(await nameOf(id)).toBe('New conversation');
    const url = `/v1/conversations/${id}/name`;
    const named = await call('POST', url, { auto_generate: true, user: 'ada' });
    expect([named.status, named.json.name]).toEqual([200, 'New conversation']);
  });
});

describe('a workspace with a default model', () => {
  beforeAll(() => chooseModel('gpt-4o'));

  test('has new conversations named by it, once, without touching their order', async () => {
    const id = await say('Hello');
    await expect.poll(() => nameOf(id)).toBe('A greeting');
    const asked = models.requests.length;
    const { updated_at } = await item(id);
    await say('Hello again', { conversation_id: id });
    expect(models.requests.length).toBe(asked);
    expect((await item(id)).updated_at).toBeGreaterThanOrEqual(updated_at);
  });

  test('does without it when it takes too long, and names nothing when the process ends', async () => {
    const id = await say('Hello', { auto_generate_name: false });
    const scope = await served.instance.localScope({ user: 'tests' });
    const payload = { appId, conversationId: id as ConversationId };
    const attempt = (reason: unknown) => ({ id: 'job' as JobId, number: 1, signal: AbortSignal.abort(reason) });
    const closing = nameNewConversation.run(scope, payload, attempt(new Error('closing')));
    await expect(closing).rejects.toThrow('closing');
    expect(await nameOf(id)).toBe('New conversation');
    await nameNewConversation.run(scope, payload, attempt(new DOMException('60 s', 'TimeoutError')));
    expect(await nameOf(id)).toBe('Hello');
  });

  test('leaves a conversation to its client where it is told so', async () => {
    const id = await say('Hello', { auto_generate_name: false });
    expect(await nameOf(id)).toBe('New conversation');
    const url = `/v1/conversations/${id}/name`;
    const named = await call('POST', url, { auto_generate: true, user: 'ada' });
    expect(named.json).toMatchObject({ id, name: 'A greeting', status: 'normal' });
    const foreign = await call('POST', url, { auto_generate: true, user: 'eve' });
    expect(foreign.status).toBe(404);
  });

  test('leaves it to web clients always', async () => {
    const body = { inputs: {}, query: 'Hello', response_mode: 'blocking' };
    const { conversation_id: id } = await visit('POST', '/api/chat-messages', body);
    const list = async () => (await visit('GET', '/api/conversations'))['data'] as { id: string; name: string }[];
    expect((await list()).map(({ name }) => name)).toEqual(['New conversation']);
    expect(await visit('POST', `/api/conversations/${id}/name`, { auto_generate: true })).toMatchObject({
      ...{ id, name: 'A greeting' },
    });
  });

  test('names by the question what a model cannot name', async () => {
    await models.close();
    const id = await say('Is there anybody?');
    await expect.poll(() => nameOf(id), { timeout: 20_000 }).toBe('Is there anybody?');
  });
});
