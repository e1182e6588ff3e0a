import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type PatientModel, startPatientModel } from '../fakes/patient-model.ts';
import { app, chat, chatModel, completion, model } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

const SAID = 'Once upon a time';

let served: Served;
let models: PatientModel;

beforeAll(async () => {
  models = await startPatientModel(SAID, ' and so on.');
  served = await serve({ DIFY_MODEL_GATEWAY: models.url, DIFY_MODERATION_BUFFER_CHARACTERS: '10' });
});
afterAll(async () => {
  models.close();
  expect(served.errors).toEqual([]);
  await served.close();
});

const agent = () =>
  app('agent-chat', {
    model_config: {
      ...{ model, pre_prompt: 'You tell.', user_input_form: [] },
      agent_mode: { enabled: true, strategy: 'function_call', max_iteration: 5, tools: [] },
    },
  });

/** Resolves with the task of the one run under way, once something of its answer is there. */
async function taskInWords(): Promise<string> {
  const { runs } = await served.instance.localScope({ user: 'tests' });
  await expect.poll(() => runs.list().length).toBe(1);
  const [run] = runs.list();
  for await (const { event } of run?.events() ?? []) if (event.type === 'text-delta') break;
  return run?.facts.taskId ?? '';
}

/** The events of an answer that is stopped in its middle, and its message as the history tells it. */
async function stopped(document: JsonObject, path: string) {
  const call = calling(served.server, (await served.importApp(document)).key);
  const body = { inputs: { topic: 'x' }, query: 'Tell me a story', user: 'ada', response_mode: 'streaming' };
  const answer = call('POST', `/v1/${path}`, body);
  const { json } = await call('POST', `/v1/${path}/${await taskInWords()}/stop`, { user: 'ada' });
  expect(json).toEqual({ result: 'success' });
  const events = eventsIn((await answer).text);
  const message = (await call('GET', `/v1/messages/${events[0]?.['message_id']}?user=ada`)).json;
  return { events, message };
}

const CHAT = 'chat-messages';

test.each([
  ['a chat', chat, CHAT],
  ['an agent', agent, CHAT],
  ['a completion', completion, 'completion-messages'],
])('%s that is stopped ends as usual, and tells by estimate what was used', async (_, document, path) => {
  const { events, message } = await stopped(document(), path);
  const end = events.at(-1);
  expect(end).toMatchObject({ event: 'message_end' });
  expect(message).toMatchObject({ answer: SAID, status: 'normal', error: null, answer_tokens: 4 });
  const { message_tokens: asked } = message;
  expect(asked).toBeGreaterThan(3);
  expect(end).toMatchObject({
    metadata: { usage: { prompt_tokens: asked, completion_tokens: 4, total_tokens: asked + 4, currency: 'USD' } },
  });
});

test('a chatflow that is stopped tells what was used by what has ended', async () => {
  const { events, message } = await stopped(chatModel(), CHAT);
  expect(events.slice(-2)).toMatchObject([
    { event: 'workflow_finished', data: { status: 'stopped', error: 'Stopped by user.', total_tokens: 0 } },
    { event: 'message_end', metadata: { usage: { total_tokens: 0 } } },
  ]);
  expect(message).toMatchObject({ answer: SAID, status: 'normal', answer_tokens: 0 });
});

test('a chat that its rules stop tells what its question was worth, and of no answer', async () => {
  const rules = {
    ...{ enabled: true, type: 'keywords' },
    config: {
      ...{ keywords: 'once', inputs_config: { enabled: false } },
      outputs_config: { enabled: true, preset_response: 'Not told.' },
    },
  };
  const call = calling(served.server, (await served.importApp(chat({ sensitive_word_avoidance: rules }))).key);
  const body = { inputs: {}, query: 'Tell me a story', user: 'ada', response_mode: 'streaming' };
  const events = eventsIn((await call('POST', '/v1/chat-messages', body)).text);
  expect(events.map(({ event }) => event)).toEqual(['message', 'message_replace', 'message_end']);
  expect(events[1]).toMatchObject({ answer: 'Not told.', reason: '' });
  const { json: message } = await call('GET', `/v1/messages/${events[0]?.['message_id']}?user=ada`);
  expect(message).toMatchObject({ answer: 'Not told.', answer_tokens: 0 });
  const { message_tokens: asked } = message;
  expect(asked).toBeGreaterThan(3);
  expect(events.at(-1)).toMatchObject({
    metadata: { usage: { prompt_tokens: asked, completion_tokens: 0, total_tokens: asked } },
  });
});
