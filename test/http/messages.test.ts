import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/kernel/index.ts';
import { replies } from '../../src/protocol/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { asking, chat, completion } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;

beforeAll(async () => {
  models = await startChatServer(['Words from the book.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

async function visiting(document: JsonObject) {
  const app = await served.importApp(document);
  const issued = await served.server.inject({ url: '/api/passport', headers: { 'x-app-code': app.code } });
  const headers = { 'x-app-code': app.code, 'x-app-passport': issued.json().access_token };
  return async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const response = await served.server.inject({ method, url, headers, ...(payload && { payload }) });
    return {
      json: response.headers['content-type']?.includes('json') ? response.json() : undefined,
      text: response.body,
    };
  };
}

test('a message tells what it cost, and people where it came from', async () => {
  const call = calling(served.server, (await served.importApp(chat())).key);
  const { json } = await call('POST', '/v1/chat-messages', { inputs: {}, query: 'Hi', user: 'ada' });
  const one = (await call('GET', `/v1/messages/${json.message_id}?user=ada`)).json;
  expect(replies.MessageReply.parse(one)).toMatchObject({
    ...{ status: 'normal', error: null, message_tokens: 10, answer_tokens: 5, currency: 'USD' },
    ...{ agent_thoughts: [], extra_contents: [], retriever_resources: [] },
  });
  expect(one).not.toHaveProperty('metadata');

  const visit = await visiting(chat());
  const said = await visit('POST', '/api/chat-messages', { inputs: {}, query: 'Hi', response_mode: 'blocking' });
  expect(said.json.metadata).toEqual({ retriever_resources: [] });
  const page = await visit('GET', `/api/messages?conversation_id=${said.json.conversation_id}`);
  const [shown] = page.json.data;
  expect(shown.metadata).toMatchObject({ annotation_reply: null, usage: { total_tokens: 15 } });
});

test('a conversation that is yet to begin has no messages, and one that is not named is asked for', async () => {
  const call = calling(served.server, (await served.importApp(chat())).key);
  const { json } = await call('GET', '/v1/messages?user=ada&limit=7&conversation_id=');
  expect(json).toEqual({ limit: 7, has_more: false, data: [] });
  for (const query of ['', '&conversation_id=abc']) {
    const { status, json } = await call('GET', `/v1/messages?user=ada${query}`);
    expect([status, json.message]).toEqual([400, 'conversation_id: must be a UUID']);
  }
});

test('a model that fails has no question to suggest', async () => {
  const failing = await startChatServer(['Hello.', { error: { status: 500, message: 'no idea' } }]);
  const other = await serve({ DIFY_MODEL_GATEWAY: `${failing.url}/v1` });
  const call = calling(other.server, (await other.importApp(chat())).key);
  const { json } = await call('POST', '/v1/chat-messages', { inputs: {}, query: 'Hi', user: 'ada' });
  const suggested = await call('GET', `/v1/messages/${json.message_id}/suggested?user=ada`);
  expect(suggested.json).toEqual({ result: 'success', data: [] });
  expect(other.errors).toEqual([]);
  await other.close();
  await failing.close();
});

test('people are told of a completion what fits on a page', async () => {
  const visit = await visiting(completion());
  const body = { inputs: { topic: 'bees' }, response_mode: 'streaming' };
  const end = eventsIn((await visit('POST', '/api/completion-messages', body)).text).at(-1);
  expect(end).toMatchObject({ event: 'message_end', metadata: { retriever_resources: [] } });
  expect(end?.['metadata']).not.toHaveProperty('usage');
});

describe('an answer that waits for a person', () => {
  const cited = { segment_id: 's1', position: 1, document_name: 'A book', content: 'words' };

  async function asked(features: JsonObject) {
    const call = calling(served.server, (await served.importApp(asking(features))).key);
    const body = { inputs: {}, query: 'May we?', user: 'ada', response_mode: 'streaming' };
    const events = eventsIn((await call('POST', '/v1/chat-messages', body)).text);
    const required = events.find(({ event }) => event === 'human_input_required');
    const data = isJsonObject(required?.['data']) ? required['data'] : {};
    const read = async () => (await call('GET', `/v1/messages/${required?.['message_id']}?user=ada`)).json;
    const follow = async () =>
      eventsIn((await call('GET', `/v1/workflow/${required?.['workflow_run_id']}/events?user=ada`)).text);
    const answer = async (note: string) => {
      const url = `/v1/form/human_input/${data['form_token']}`;
      const followed = follow();
      await call('POST', url, { inputs: { note }, action: 'yes', user: 'ada' });
      return followed;
    };
    return { read, answer, token: data['form_token'] };
  }

  test('shows its form before and after', async () => {
    const { read, answer, token } = await asked({});
    const [waiting] = (await read()).extra_contents;
    expect(waiting).toMatchObject({
      ...{ type: 'human_input', submitted: false, form_submission_data: null },
      form_definition: { node_id: 'ask', form_content: 'Really? {{#$output.note#}}', form_token: token },
    });
    await answer('of course');
    const done = async () => (await read()).extra_contents[0];
    await expect.poll(async () => (await done()).submitted).toBe(true);
    expect(await done()).toMatchObject({
      form_definition: { form_token: null },
      form_submission_data: {
        ...{ node_id: 'ask', action_id: 'yes', action_text: 'Yes' },
        ...{ rendered_content: 'Really? of course', submitted_data: { note: 'of course' } },
      },
    });
  });

  test('still names what it rests on when it goes on', async () => {
    const { read, answer } = await asked({ retriever_resource: { enabled: true } });
    await answer('yes');
    await expect.poll(async () => (await read()).status).toBe('normal');
    expect(await read()).toMatchObject({
      ...{ answer: 'Words from the book.A secret.', retriever_resources: [cited] },
    });
  });

  // Dify 1.13 fields/message_fields.py, `RetrieverResource`: fewer fields than at the end of the stream, and two ids
  test('tells in its history which message cites, and not all that is known of a passage', async () => {
    const { read, answer } = await asked({ retriever_resource: { enabled: true } });
    await answer('yes');
    await expect.poll(async () => (await read()).status).toBe('normal');
    const { id, retriever_resources: kept } = await read();
    const names = ['dataset_id', 'dataset_name', 'document_id', 'data_source_type', 'score', 'hit_count'];
    const nothing = Object.fromEntries([...names, 'word_count', 'segment_position'].map((name) => [name, null]));
    const common = { ...cited, ...nothing, index_node_hash: null, summary: null };
    expect(kept).toEqual([{ ...common, id: expect.any(String), message_id: id, created_at: null }]);
    expect((await read()).retriever_resources).toEqual(kept);
  });

  test('names nothing where the app does not want it to', async () => {
    const { read, answer } = await asked({ retriever_resource: { enabled: false } });
    await answer('yes');
    await expect.poll(async () => (await read()).status).toBe('normal');
    expect((await read()).retriever_resources).toEqual([]);
  });

  test('is looked at as a whole when it goes on', async () => {
    const output = { enabled: true, preset_response: 'Not told.' };
    const config = { keywords: 'secret', inputs_config: { enabled: false }, outputs_config: output };
    const rules = { sensitive_word_avoidance: { enabled: true, type: 'keywords', config } };
    const { read, answer } = await asked(rules);
    expect(await read()).toMatchObject({ status: 'paused', answer: 'Words from the book.' });
    await answer('yes');
    await expect.poll(async () => (await read()).answer).toBe('Not told.');
  });
});
