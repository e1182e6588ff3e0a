import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startObligingModel } from '../fakes/obliging-model.ts';
import type { ScriptedServer } from '../fakes/scripted-server.ts';
import { completion, echo } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';
import { type Visitor, visit } from './testing/visitor.ts';

/** Clients that say with every request that it is JSON, as browsers with Dify's own web app and most libraries do. */

const JSON_ONLY = { 'content-type': 'application/json' };

let served: Served;
let models: ScriptedServer;
let talk: ServedApp;
let visitor: Visitor;
let reader: Visitor;

beforeAll(async () => {
  models = await startObligingModel();
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  talk = await served.importApp(echo());
  visitor = await visit(served, talk);
  reader = await visit(served, await served.importApp(completion()));
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

type Method = NonNullable<InjectOptions['method']>;

async function bare(headers: Readonly<Record<string, string>>, method: Method, url: string) {
  const reply = await served.server.inject({ method, url, headers: { ...headers, ...JSON_ONLY } });
  return [reply.statusCode, reply.body === '' ? '' : reply.json()];
}

test('a visitor sends nothing where nothing is asked for', async () => {
  const ask = { inputs: {}, query: 'Hi', response_mode: 'blocking' };
  const { conversation_id: id, task_id: task } = (await visitor.call('POST', '/api/chat-messages', ask)).json;
  const success = [200, { result: 'success' }];
  expect(await bare(visitor.headers, 'PATCH', `/api/conversations/${id}/pin`)).toEqual(success);
  expect(await bare(visitor.headers, 'PATCH', `/api/conversations/${id}/unpin`)).toEqual(success);
  expect(await bare(visitor.headers, 'POST', `/api/chat-messages/${task}/stop`)).toEqual(success);
  expect(await bare(visitor.headers, 'DELETE', `/api/conversations/${id}`)).toEqual([204, '']);
  const text = { inputs: { topic: 'tea' }, response_mode: 'blocking' };
  const { message_id: kept } = (await reader.call('POST', '/api/completion-messages', text)).json;
  await reader.call('POST', '/api/saved-messages', { message_id: kept });
  expect(await bare(reader.headers, 'DELETE', `/api/saved-messages/${kept}`)).toEqual([204, '']);
  expect(await bare({}, 'POST', '/api/logout')).toEqual(success);
});

test('a program sends nothing to delete an annotation', async () => {
  const words = { question: 'What?', answer: 'That.' };
  const { json } = await calling(served.server, talk.key)('POST', '/v1/apps/annotations', words);
  const headers = { authorization: `Bearer ${talk.key}` };
  expect(await bare(headers, 'DELETE', `/v1/apps/annotations/${json.id}`)).toEqual([204, '']);
});

test.each<[Method, string]>([
  ['POST', '/v1/chat-messages'],
  ['POST', '/v1/chat-messages/some-task/stop'],
  ['POST', '/v1/apps/annotations'],
])('%s %s must have its JSON', async (method, url) => {
  const message = 'Invalid JSON payload received or JSON payload is empty.';
  const headers = { authorization: `Bearer ${talk.key}` };
  expect(await bare(headers, method, url)).toEqual([400, { code: 'bad_request', message, status: 400 }]);
});
