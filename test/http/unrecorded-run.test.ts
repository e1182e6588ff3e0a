import { expect, test } from 'vitest';
import { startServer } from '../../src/http/index.ts';
import type { ConversationId, JsonObject, WorkflowRunId } from '../../src/kernel/index.ts';
import { openConnection } from '../../src/storage/dialects/sqlite/connection.ts';
import { startPatientModel } from '../fakes/patient-model.ts';
import { app, chatModel, graph, model as modelConfig, node } from './testing/apps.ts';
import { eventsIn, serve } from './testing/served-apps.ts';

test('a run whose events cannot be written has failed, for its reader and in the records', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url });
  const { id, key } = await served.importApp(chatModel());
  const listening = await startServer(served.instance);
  const stream = fetch(`${listening.url}/v1/chat-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: {}, query: 'count', user: 'ann', response_mode: 'streaming' }),
  }).then((response) => response.text());
  await model.asked;
  const [live] = served.instance.runs.list();
  const connection = openConnection({ path: served.database });
  connection.execute(`CREATE TRIGGER refuse BEFORE INSERT ON run_events BEGIN SELECT RAISE(ABORT, 'no more'); END`);
  model.goOn();
  const seen = eventsIn(await stream);
  expect(seen.at(-1)).toMatchObject({ event: 'error', message: expect.stringContaining('no more') });

  await live?.done;
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const runId = seen[0]?.['workflow_run_id'] as WorkflowRunId;
  expect(await stores.runs.get(runId)).toMatchObject({
    ...{ status: 'failed', error: expect.stringContaining('no more') },
    ...{ leaseOwner: null, leaseExpiresAt: null, finishedAt: expect.any(Number) },
  });
  const { messages } = stores.ofApp(await stores.apps.get(id));
  expect(await messages.findByRun(runId)).toMatchObject({ status: 'error' });
  expect(served.instance.runs.listHeld()).toEqual([]);
  connection.close();
  await listening.close();
  await served.close();
  model.close();
});

/** Remembers in its conversation what a model says. */
const remembering = (): JsonObject =>
  app('advanced-chat', {
    workflow: {
      features: {},
      conversation_variables: [{ name: 'said', value_type: 'string', value: '', description: '' }],
      graph: graph([
        node('start', { type: 'start', variables: [] }),
        node('llm', {
          ...{ type: 'llm', model: modelConfig, context: { enabled: false }, vision: { enabled: false } },
          prompt_template: [{ role: 'system', text: 'Be brief.' }],
        }),
        node('remember', {
          ...{ type: 'assigner', version: '2' },
          items: [
            {
              ...{ variable_selector: ['conversation', 'said'], input_type: 'variable', operation: 'over-write' },
              value: ['llm', 'text'],
            },
          ],
        }),
        node('answer', { type: 'answer', answer: '{{#conversation.said#}}' }),
      ]),
    },
  });

test('a conversation may be deleted while it is answered in', async () => {
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url });
  const { id, key } = await served.importApp(remembering());
  const headers = { authorization: `Bearer ${key}` };
  const reply = served.server.inject({
    ...{ method: 'POST', url: '/v1/chat-messages', headers },
    payload: { inputs: {}, query: 'count', user: 'ann', response_mode: 'streaming' },
  });
  await model.asked;
  const conversationId = served.instance.runs.list()[0]?.facts.conversationId as ConversationId;
  const url = `/v1/conversations/${conversationId}`;
  const deleted = await served.server.inject({ method: 'DELETE', url, headers, payload: { user: 'ann' } });
  expect(deleted.statusCode).toBe(204);
  model.goOn();
  const seen = eventsIn((await reply).body);
  expect(seen.at(-1)).toMatchObject({ event: 'message_end' });
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const { items } = await stores.runs.list({ appId: id });
  expect(items).toMatchObject([{ status: 'succeeded', outputs: { answer: 'one two' } }]);
  await served.close();
  model.close();
});
