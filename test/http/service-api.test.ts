import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replies } from '../../src/protocol/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { chat, completion, echo, greeting, takingFiles } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;
let workflow: ReturnType<typeof calling>;
let chatflow: ReturnType<typeof calling>;
let text: ReturnType<typeof calling>;
let talk: ReturnType<typeof calling>;

beforeAll(async () => {
  models = await startChatServer(['["One?", "Two?", "Three?"]']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  const apps = await Promise.all([greeting, echo(), completion(), chat()].map((app) => served.importApp(app)));
  const [a, b, c, d] = apps.map(({ key }) => calling(served.server, key));
  if (!a || !b || !c || !d) throw new Error('an app is missing');
  [workflow, chatflow, text, talk] = [a, b, c, d];
});

afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

test('the index greets without a key', async () => {
  const response = await served.server.inject('/v1/');
  expect(replies.IndexReply.parse(response.json())).toMatchObject({ api_version: 'v1' });
});

describe('an app', () => {
  test('introduces itself', async () => {
    const { json } = await workflow('GET', '/v1/info');
    expect(replies.InfoReply.parse(json)).toMatchObject({ name: 'A workflow app', mode: 'workflow', tags: [] });
    expect((await workflow('GET', '/v1/meta')).json).toEqual({ tool_icons: {} });
    expect(replies.SiteReply.parse((await workflow('GET', '/v1/site')).json)).toMatchObject({
      title: 'A workflow app',
    });
  });

  test('tells its form by type, whatever kind of app it is', async () => {
    const flow = replies.ParametersReply.parse((await workflow('GET', '/v1/parameters')).json);
    expect(flow.user_input_form).toMatchObject([{ 'text-input': { variable: 'name', required: true } }]);
    const simple = replies.ParametersReply.parse((await text('GET', '/v1/parameters')).json);
    expect(simple.user_input_form).toMatchObject([{ 'text-input': { variable: 'topic' } }]);
    expect(simple.more_like_this).toEqual({ enabled: true });
    expect(simple.system_parameters).toMatchObject({ file_size_limit: 15, image_file_size_limit: 10 });
  });

  // Dify 1.x models/workflow.py, `_normalize_features_payload`
  test('tells what may be uploaded as its runs obey it, also where an old file says it of images alone', async () => {
    const image = { enabled: true, number_limits: 2, transfer_methods: ['remote_url'], detail: 'high' };
    const written = { image, number_limits: 5, allowed_file_upload_methods: ['local_file'] };
    const old = calling(served.server, (await served.importApp(echo({ file_upload: written }))).key);
    expect((await old('GET', '/v1/parameters')).json.file_upload).toEqual({
      ...{ image, enabled: true, number_limits: 2, allowed_file_upload_methods: ['remote_url'] },
      ...{ allowed_file_types: ['image'], allowed_file_extensions: [] },
    });
  });

  test('does not tell which words it forbids', async () => {
    const config = { keywords: 'secret', inputs_config: { enabled: true, preset_response: 'no' } };
    const rules = { sensitive_word_avoidance: { enabled: true, type: 'keywords', config } };
    const call = calling(served.server, (await served.importApp(chat(rules))).key);
    const { text: body, json } = await call('GET', '/v1/parameters');
    expect(json.sensitive_word_avoidance).toEqual({ enabled: true });
    expect(body).not.toContain('secret');
  });
});

describe('completions', () => {
  test('are answered with a message, blocking and streamed', async () => {
    const body = { inputs: { topic: 'bees' }, user: 'ada' };
    const blocking = await text('POST', '/v1/completion-messages', { ...body, response_mode: 'blocking' });
    expect(blocking.status).toBe(200);
    const reply = replies.ChatReply.parse(blocking.json);
    expect(reply).toMatchObject({ mode: 'completion', answer: '["One?", "Two?", "Three?"]' });
    expect(blocking.json).not.toHaveProperty('conversation_id');
    const streamed = await text('POST', '/v1/completion-messages', { ...body, response_mode: 'streaming' });
    const events = eventsIn(streamed.text);
    expect(events.map(({ event }) => event)).toEqual(['message', 'message_end']);
    expect(events[0]).not.toHaveProperty('conversation_id');
  });

  test('belong to no other kind of app', async () => {
    const wrong = await workflow('POST', '/v1/completion-messages', { inputs: {}, user: 'ada' });
    expect([wrong.status, wrong.json.code]).toEqual([400, 'app_unavailable']);
    const stop = await text('POST', '/v1/completion-messages/nothing/stop', { user: 'ada' });
    expect(stop.json).toEqual({ result: 'success' });
  });
});

describe('messages', () => {
  async function say(query: string, user = 'ada', more: Record<string, string> = {}) {
    const { json } = await chatflow('POST', '/v1/chat-messages', { inputs: {}, query, user, ...more });
    return replies.ChatReply.parse(json);
  }

  test('are read one by one and by the page, by their owner only', async () => {
    const first = await say('one');
    await say('two', 'ada', { conversation_id: String(first.conversation_id) });
    const page = await chatflow('GET', `/v1/messages?conversation_id=${first.conversation_id}&user=ada`);
    const { data } = replies.MessagesReply.parse(page.json);
    expect(data.map(({ query }) => query)).toEqual(['one', 'two']);
    const one = await chatflow('GET', `/v1/messages/${first.message_id}?user=ada`);
    expect(replies.MessageReply.parse(one.json)).toMatchObject({ query: 'one', answer: 'You said: one' });
    expect((await chatflow('GET', `/v1/messages/${first.message_id}?user=eve`)).status).toBe(404);
  });

  test('take an opinion, change it and give it back', async () => {
    const { message_id: id } = await say('good?');
    const rate = (rating: string | null, user = 'ada') =>
      chatflow('POST', `/v1/messages/${id}/feedbacks`, { rating, user, content: 'because' });
    expect((await rate('like')).json).toEqual({ result: 'success' });
    expect((await rate('dislike')).status).toBe(200);
    const all = replies.FeedbacksReply.parse((await chatflow('GET', '/v1/app/feedbacks')).json);
    expect(all.data.filter(({ message_id }) => message_id === id)).toMatchObject([
      { rating: 'dislike', content: 'because', from_source: 'user' },
    ]);
    expect((await rate('like', 'eve')).status).toBe(404);
    expect((await rate(null)).status).toBe(200);
    expect((await rate(null)).json.code).toBe('invalid_param');
    expect((await chatflow('GET', '/v1/app/feedbacks')).json.data).toEqual([]);
  });

  test('are followed by questions where the app wants that', async () => {
    const { message_id: off } = await say('and then?');
    const refused = await chatflow('GET', `/v1/messages/${off}/suggested?user=ada`);
    expect([refused.status, refused.json.code]).toEqual([400, 'bad_request']);
    const { json } = await talk('POST', '/v1/chat-messages', { inputs: {}, query: 'Hi', user: 'ada' });
    const asked = await talk('GET', `/v1/messages/${json.message_id}/suggested?user=ada`);
    expect(asked.json).toEqual({ result: 'success', data: ['One?', 'Two?', 'Three?'] });
  });

  test('keep the files that came with them', async () => {
    const form = new FormData();
    form.set('user', 'ada');
    form.set('file', new Blob(['some words'], { type: 'text/plain' }), 'note.txt');
    const { server } = served;
    const request = new Request('http://x/', { method: 'POST', body: form });
    const headers = { ...Object.fromEntries(request.headers), ...(await keyHeader()) };
    const payload = Buffer.from(await request.arrayBuffer());
    const uploaded = await server.inject({ method: 'POST', url: '/v1/files/upload', headers, payload });
    const { id } = replies.FileReply.parse(uploaded.json());
    const files = [{ type: 'document', transfer_method: 'local_file', upload_file_id: id }];
    const sent = await chatflow('POST', '/v1/chat-messages', { inputs: {}, query: 'read', files, user: 'ada' });
    const read = await chatflow('GET', `/v1/messages/${sent.json.message_id}?user=ada`);
    const [file] = replies.MessageReply.parse(read.json).message_files;
    expect(file).toMatchObject({ filename: 'note.txt', belongs_to: 'user', upload_file_id: id, size: 10 });
    const link = new URL(String(file?.url));
    expect((await server.inject(link.pathname + link.search)).body).toBe('some words');
    const preview = await chatflow('GET', `/v1/files/${id}/preview?user=bob`);
    expect([preview.status, preview.text]).toEqual([200, 'some words']);
    const stolen = await chatflow('POST', '/v1/chat-messages', { inputs: {}, query: 'read', files, user: 'eve' });
    expect([stolen.status, stolen.json.code]).toEqual([400, 'invalid_param']);
    expect((await chatflow('DELETE', `/v1/files/${id}`, { user: 'eve' })).status).toBe(404);
    expect((await chatflow('DELETE', `/v1/files/${id}`, { user: 'ada' })).status).toBe(204);
    expect((await chatflow('GET', `/v1/files/${id}?user=ada`)).json.code).toBe('file_not_found');
  });

  let key = '';
  async function keyHeader() {
    if (key === '') {
      const app = await served.importApp(echo(takingFiles));
      key = app.key;
      chatflow = calling(served.server, key);
    }
    return { authorization: `Bearer ${key}` };
  }
});

test('a run is stopped by its message as by its task', async () => {
  const { json } = await chatflow('POST', '/v1/chat-messages', { inputs: {}, query: 'x', user: 'ada' });
  const stopped = await chatflow('POST', `/v1/chat-messages/${json.message_id}/stop`, { user: 'ada' });
  expect(stopped.json).toEqual({ result: 'success' });
});

test('the log tells runs by status, words and people', async () => {
  await workflow('POST', '/v1/workflows/run', { inputs: { name: 'Zoë' }, user: 'logged' });
  await workflow('POST', '/v1/workflows/run', { inputs: { name: 'Bob' }, user: 'other' });
  const logs = async (query: string) => {
    const { json } = await workflow('GET', `/v1/workflows/logs?${query}`);
    return replies.AppLogsReply.parse(json);
  };
  expect(await logs('')).toMatchObject({ total: 2, page: 1, has_more: false });
  expect(await logs('keyword=Zo%C3%AB')).toMatchObject({ total: 1 });
  expect(await logs('keyword=%25')).toMatchObject({ total: 0 });
  expect(await logs('status=failed')).toMatchObject({ total: 0 });
  const mine = await logs('created_by_end_user_session_id=logged');
  expect(mine.data).toMatchObject([{ created_by_end_user: { session_id: 'logged' }, created_from: 'service-api' }]);
  expect(await logs('created_at__after=2099-01-01T00:00:00Z')).toMatchObject({ total: 0 });
  expect(await logs('created_at__after=&created_at__before=')).toMatchObject({ total: 2 });
  expect((await workflow('GET', '/v1/workflows/logs?created_at__after=x%201')).json.code).toBe('invalid_param');
  const id = mine.data[0]?.created_by_end_user?.id;
  const person = await workflow('GET', `/v1/end-users/${id}`);
  expect(replies.EndUserReply.parse(person.json)).toMatchObject({ session_id: 'logged', is_anonymous: false });
  expect((await chatflow('GET', `/v1/end-users/${id}`)).json.code).toBe('end_user_not_found');
});

describe('annotations', () => {
  test('are written, found, changed and deleted', async () => {
    const made = await chatflow('POST', '/v1/apps/annotations', { question: 'Why?', answer: 'Because.' });
    expect(made.status).toBe(201);
    const { id } = replies.AnnotationReply.parse(made.json);
    const changed = await chatflow('PUT', `/v1/apps/annotations/${id}`, { question: 'Why?', answer: 'So.' });
    expect(changed.json).toMatchObject({ id, answer: 'So.' });
    const list = replies.AnnotationsReply.parse((await chatflow('GET', '/v1/apps/annotations?keyword=so.')).json);
    expect(list).toMatchObject({ total: 1, data: [{ id }] });
    expect((await talk('DELETE', `/v1/apps/annotations/${id}`)).status).toBe(404);
    expect((await chatflow('DELETE', `/v1/apps/annotations/${id}`)).status).toBe(204);
    expect((await chatflow('PUT', `/v1/apps/annotations/${id}`, { question: 'a', answer: 'b' })).status).toBe(404);
  });

  test('may have empty texts', async () => {
    const made = await chatflow('POST', '/v1/apps/annotations', { question: '', answer: '' });
    expect(made).toMatchObject({ status: 201, json: { question: '', answer: '' } });
    const changed = await chatflow('PUT', `/v1/apps/annotations/${made.json.id}`, { question: 'Why?', answer: '' });
    expect(changed).toMatchObject({ status: 200, json: { question: 'Why?', answer: '' } });
    expect((await chatflow('DELETE', `/v1/apps/annotations/${made.json.id}`)).status).toBe(204);
  });

  test('turning the reply on and off is a job that tells how far it is', async () => {
    const settings = { score_threshold: 0.9, embedding_provider_name: '', embedding_model_name: '' };
    const off = await talk('POST', '/v1/apps/annotation-reply/disable', settings);
    const { job_id: id } = replies.JobReply.parse(off.json);
    await expect
      .poll(async () => (await talk('GET', `/v1/apps/annotation-reply/disable/status/${id}`)).json.job_status)
      .toBe('completed');
    const foreign = await chatflow('GET', `/v1/apps/annotation-reply/disable/status/${id}`);
    expect([foreign.status, foreign.json.code]).toEqual([400, 'invalid_param']);
    expect((await talk('POST', '/v1/apps/annotation-reply/maybe', settings)).status).toBe(400);
  });

  test.each([
    ['nothing', {}, 'score_threshold: a number from 0 to 1 is required'],
    ['no threshold', { score_threshold: null }, 'score_threshold: a number from 0 to 1 is required'],
    ['an empty threshold', { score_threshold: '' }, 'score_threshold: '],
    ['a threshold that nothing reaches', { score_threshold: 2 }, 'score_threshold: '],
    ['no provider', { score_threshold: '0.8', embedding_model_name: 'm' }, 'embedding_provider_name: '],
    ['no model', { score_threshold: 1, embedding_provider_name: 'p' }, 'embedding_model_name: '],
  ])('turning the reply on or off with %s is refused', async (_, body, message) => {
    for (const action of ['enable', 'disable']) {
      const refused = await talk('POST', `/v1/apps/annotation-reply/${action}`, body);
      expect([refused.status, refused.json.code]).toEqual([400, 'invalid_param']);
      expect(refused.json.message).toContain(message);
    }
  });
});

test('models are listed for the key of a workspace only', async () => {
  const url = '/v1/workspaces/current/models/model-types/llm';
  const key = await served.datasetKey();
  expect((await calling(served.server, key)('GET', url)).json).toEqual({ data: [] });
  expect((await workflow('GET', url)).status).toBe(401);
});
