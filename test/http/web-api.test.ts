import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { replies } from '../../src/protocol/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { startScriptedServer } from '../fakes/scripted-server.ts';
import { chat, completion, echo, greeting } from './testing/apps.ts';
import { calling, eventsIn, readJson, type Served, type ServedApp, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;
let apps: Record<'flow' | 'echo' | 'text' | 'talk', ServedApp>;

beforeAll(async () => {
  models = await startChatServer(['["More?"]']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1`, DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  const add = (document: JsonObject) => served.importApp(document);
  apps = { flow: await add(greeting), echo: await add(echo()), text: await add(completion()), talk: await add(chat()) };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

async function visit({ code }: ServedApp, userId?: string) {
  const url = `/api/passport${userId ? `?user_id=${userId}` : ''}`;
  const issued = await served.server.inject({ url, headers: { 'x-app-code': code } });
  const { access_token: token } = replies.PassportReply.parse(issued.json());
  const headers = { 'x-app-code': code, 'x-app-passport': token };
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
    const response = await served.server.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: response.statusCode, text: response.body, json: readJson(response.body) };
  };
  return Object.assign(call, { headers, token });
}

describe('passports', () => {
  test('are given for codes of open web apps, and stay the same person by user id', async () => {
    const { server } = served;
    expect((await server.inject('/api/passport')).statusCode).toBe(401);
    const unknown = { url: '/api/passport', headers: { 'x-app-code': 'nobody' } };
    expect((await server.inject(unknown)).statusCode).toBe(404);
    const [one, again, other] = await Promise.all([visit(apps.echo, 'ada'), visit(apps.echo, 'ada'), visit(apps.echo)]);
    const whoIs = async (call: typeof one) => (await call('GET', '/api/site')).json.end_user_id;
    expect(await whoIs(one)).toBe(await whoIs(again));
    expect(await whoIs(one)).not.toBe(await whoIs(other));
  });

  test('are refused to codes and users that are longer than any can be', async () => {
    const { server } = served;
    const long = 'x'.repeat(8000);
    const guess = { url: '/api/passport', headers: { 'x-app-code': long } };
    expect((await server.inject(guess)).statusCode).toBe(404);
    const user = { url: `/api/passport?user_id=${long}`, headers: { 'x-app-code': apps.echo.code } };
    const refused = await server.inject(user);
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'invalid_param']);
    const call = calling(server, apps.echo.key);
    expect(await call('POST', '/v1/chat-messages', { query: 'hi', inputs: {}, user: long })).toMatchObject({
      status: 400,
      json: { code: 'invalid_param' },
    });
  });

  test('open nothing when they are forged, foreign or of another app', async () => {
    const { token } = await visit(apps.echo);
    const [head, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ app_id: apps.echo.id, app_code: apps.echo.code })).toString(
      'base64url',
    );
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const wrong = [`${head}.${claims}.${signature}`, `${none}.${claims}.`, 'nonsense', `Bearer ${apps.echo.key}`];
    for (const passport of wrong) {
      const headers = { 'x-app-code': apps.echo.code, 'x-app-passport': passport };
      const refused = await served.server.inject({ url: '/api/parameters', headers });
      expect([refused.statusCode, refused.json().code], passport).toEqual([401, 'unauthorized']);
    }
    const foreign = { 'x-app-code': apps.flow.code, 'x-app-passport': token };
    expect((await served.server.inject({ url: '/api/parameters', headers: foreign })).statusCode).toBe(401);
  });

  test('hold as a cookie, too', async () => {
    const { token } = await visit(apps.echo);
    const headers = { 'x-app-code': apps.echo.code, cookie: `a=b; passport-${apps.echo.code}=${token}` };
    expect((await served.server.inject({ url: '/api/parameters', headers })).statusCode).toBe(200);
    const status = await served.server.inject({ url: `/api/login/status?app_code=${apps.echo.code}`, headers });
    expect(status.json()).toEqual({ logged_in: true, app_logged_in: true });
    expect((await served.server.inject('/api/login/status')).json()).toEqual({ logged_in: true, app_logged_in: false });
  });

  test('are good for the person and the web app that the status is asked of', async () => {
    const call = await visit(apps.echo, 'ada');
    const ask = async (query: string) => (await call('GET', `/api/login/status?${query}`)).json.app_logged_in;
    const code = `app_code=${apps.echo.code}`;
    expect(await ask(code)).toBe(true);
    expect(await ask(`${code}&user_id=ada`)).toBe(true);
    expect(await ask(`${code}&user_id=eve`)).toBe(false);
    expect(await ask(`app_code=${apps.flow.code}`)).toBe(false);
    const token = { 'x-app-passport': call.token };
    const status = await served.server.inject({ url: `/api/login/status?${code}`, headers: token });
    expect(status.json().app_logged_in).toBe(true);
  });
});

test('what a visitor knows of app and instance', async () => {
  const call = await visit(apps.echo);
  expect(replies.WebSiteReply.parse((await call('GET', '/api/site')).json)).toMatchObject({
    app_id: apps.echo.id,
    enable_site: true,
    site: { title: 'A advanced-chat app', icon: '🤖' },
  });
  replies.ParametersReply.parse((await call('GET', '/api/parameters')).json);
  expect((await call('GET', '/api/webapp/permission?appId=x')).json).toEqual({ result: true });
  expect((await call('GET', '/api/webapp/permission')).json.code).toBe('invalid_param');
  const { server } = served;
  const headers = { 'x-app-code': apps.echo.code };
  expect((await server.inject({ url: '/api/webapp/permission?appId=x', headers })).json()).toEqual({ result: true });
  expect((await server.inject('/api/webapp/permission?appId=x')).json()).toMatchObject({ code: 'invalid_param' });
  expect((await call('GET', '/api/webapp/access-mode?appCode=x')).json).toEqual({ accessMode: 'public' });
  expect((await call('GET', '/api/system-features')).json).toMatchObject({ license: { status: 'none' } });
});

test('workflows are always streamed, and hide what their nodes worked on', async () => {
  const call = await visit(apps.flow);
  const { text } = await call('POST', '/api/workflows/run', { inputs: { name: 'Ada' }, response_mode: 'blocking' });
  const events = eventsIn(text);
  const finished = events.filter(({ event }) => event === 'node_finished');
  expect(finished).toHaveLength(3);
  for (const { data } of finished) expect(data).toMatchObject({ inputs: null, outputs: null, process_data: null });
  expect(events.at(-1)).toMatchObject({ event: 'workflow_finished', data: { outputs: { text: 'Hello, Ada!' } } });
});

test('conversations are pinned, named and deleted by their owner', async () => {
  const [ada, eve] = await Promise.all([visit(apps.echo), visit(apps.echo)]);
  const sent = await ada('POST', '/api/chat-messages', { inputs: {}, query: 'Hello', response_mode: 'blocking' });
  const { conversation_id: id, message_id: messageId } = sent.json;
  expect((await eve('PATCH', `/api/conversations/${id}/pin`)).status).toBe(404);
  expect((await ada('PATCH', `/api/conversations/${id}/pin`)).json).toEqual({ result: 'success' });
  const ids = async (call: typeof ada, pinned: boolean) =>
    (await call('GET', `/api/conversations?pinned=${pinned}`)).json.data.map((item: { id: string }) => item.id);
  expect([await ids(ada, true), await ids(ada, false), await ids(eve, true)]).toEqual([[id], [], []]);
  expect((await ada('PATCH', `/api/conversations/${id}/unpin`)).status).toBe(200);
  expect(await ids(ada, true)).toEqual([]);
  await ada('PATCH', `/api/conversations/${id}/pin`);
  expect((await eve('PATCH', `/api/conversations/${id}/unpin`)).json).toEqual({ result: 'success' });
  expect(await ids(ada, true)).toEqual([id]);
  expect((await ada('POST', `/api/conversations/${id}/name`, { name: 'Greeting' })).json.name).toBe('Greeting');
  const messages = replies.MessagesReply.parse((await ada('GET', `/api/messages?conversation_id=${id}`)).json);
  expect(messages.data).toMatchObject([{ id: messageId, query: 'Hello' }]);
  expect((await eve('POST', `/api/messages/${messageId}/feedbacks`, { rating: 'like' })).status).toBe(404);
  expect((await ada('POST', `/api/messages/${messageId}/feedbacks`, { rating: 'like' })).status).toBe(200);
  const off = await ada('GET', `/api/messages/${messageId}/suggested-questions`);
  expect([off.status, off.json.code]).toEqual([403, 'app_suggested_questions_after_answer_disabled']);
  expect((await eve('DELETE', `/api/conversations/${id}`)).status).toBe(404);
  expect((await ada('DELETE', `/api/conversations/${id}`)).status).toBe(204);
});

test('an agent or a chat suggests questions to its visitor', async () => {
  const call = await visit(apps.talk);
  const { json } = await call('POST', '/api/chat-messages', { inputs: {}, query: 'Hi', response_mode: 'blocking' });
  const asked = await call('GET', `/api/messages/${json.message_id}/suggested-questions`);
  expect(asked.json).toEqual({ data: ['More?'] });
});

test('completions are repeated, kept and forgotten', async () => {
  const [ada, eve] = await Promise.all([visit(apps.text), visit(apps.text)]);
  const body = { inputs: { topic: 'bees' }, response_mode: 'blocking' };
  const { message_id: id } = (await ada('POST', '/api/completion-messages', body)).json;
  const more = await ada('GET', `/api/messages/${id}/more-like-this?response_mode=blocking`);
  expect(more.json).toMatchObject({ mode: 'completion', answer: '["More?"]' });
  expect(models.sent().at(-1)).toMatchObject({ temperature: 0.9 });
  expect((await eve('POST', '/api/saved-messages', { message_id: id })).status).toBe(404);
  expect((await ada('POST', '/api/saved-messages', { message_id: id })).json).toEqual({ result: 'success' });
  const kept = replies.SavedMessagesReply.parse((await ada('GET', '/api/saved-messages')).json);
  expect(kept.data).toMatchObject([{ id, answer: '["More?"]' }]);
  expect((await eve('GET', '/api/saved-messages')).json.data).toEqual([]);
  expect((await ada('DELETE', `/api/saved-messages/${id}`)).status).toBe(204);
  expect((await ada('GET', '/api/saved-messages')).json.data).toEqual([]);
  const chatting = await visit(apps.echo);
  expect((await chatting('GET', '/api/saved-messages')).json.code).toBe('not_completion_app');
});

test('kept texts come in the order in which they were written', async () => {
  const ada = await visit(apps.text, 'ada');
  const write = async () => {
    const body = { inputs: { topic: 'bees' }, response_mode: 'blocking' };
    return (await ada('POST', '/api/completion-messages', body)).json.message_id;
  };
  const written: string[] = [];
  for (const _ of [1, 2, 3]) written.push(await write());
  const [first, second, third] = written;
  for (const id of [second, third, first]) await ada('POST', '/api/saved-messages', { message_id: id });
  const listed = async (query: string) => {
    const { json } = await ada('GET', `/api/saved-messages?${query}`);
    return json.data ? [json.data.map((message: { id: string }) => message.id), json.has_more] : json.message;
  };
  expect(await listed('limit=2')).toEqual([[third, second], true]);
  expect(await listed(`limit=2&last_id=${second}`)).toEqual([[first], false]);
  expect(await listed(`last_id=${await write()}`)).toBe('Last Message Not Exists.');
});

test('a remote file is described and fetched, but never from where apps may not reach', async () => {
  const host = await startScriptedServer(({ path }) => ({
    ...{ headers: { 'content-type': 'text/plain' }, pieces: ['remote'] },
    ending: path === '/broken.txt' ? 'drop' : 'end',
  }));
  const call = await visit(apps.echo);
  const broken = await call('POST', '/api/remote-files/upload', { url: `${host.url}/broken.txt` });
  expect(broken.json).toEqual({
    code: 'remote_file_upload_error',
    message: `${host.url}/broken.txt cannot be reached: the connection was dropped`,
    status: 400,
  });
  const url = `${host.url}/notes/today.txt`;
  const facts = await call('GET', `/api/remote-files/${encodeURIComponent(url)}`);
  expect(facts.json).toMatchObject({ file_type: 'text/plain' });
  const fetched = await call('POST', '/api/remote-files/upload', { url });
  expect(fetched.status).toBe(201);
  expect(replies.RemoteUploadReply.parse(fetched.json)).toMatchObject({ name: 'today.txt', size: 6 });
  const link = new URL(fetched.json.url);
  expect((await served.server.inject(link.pathname + link.search)).body).toBe('remote');
  for (const inner of ['http://169.254.169.254/latest/meta-data/', 'http://[::1]:8080/', 'http://10.0.0.1/']) {
    const refused = await call('POST', '/api/remote-files/upload', { url: inner });
    expect([refused.status, refused.json.code], inner).toEqual([400, 'outbound_refused']);
  }
  // what address a host has is told to nobody who only visits
  const another = await call('POST', '/api/remote-files/upload', { url: 'http://[::ffff:10.0.0.1]/' });
  const message = '[::ffff:a00:1]:80 may not be reached: it is not a public address';
  expect(another.json).toEqual({ code: 'outbound_refused', message, status: 400 });
  expect((await call('POST', '/api/remote-files/upload', { url: 'file:///etc/passwd' })).json.code).toBe(
    'invalid_param',
  );
  await host.close();
});
