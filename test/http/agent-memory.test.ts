import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ChatAnswer, type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { app, model } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

/** What the model answers, app by app; each test reads from where it began. */
const answers: (ChatAnswer | string)[] = [];
let served: Served;
let models: ChatServer;

beforeAll(async () => {
  models = await startChatServer(answers);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const ZONE = { timezone: 'Asia/Tokyo' };
const tool = { enabled: true, provider_type: 'builtin', provider_id: 'time', tool_name: 'current_time' };

function agentApp(strategy: string, parameters: JsonObject = {}) {
  return app('agent-chat', {
    model_config: {
      ...{ model: { ...model, completion_params: parameters }, pre_prompt: 'Be kind.', user_input_form: [] },
      agent_mode: { enabled: true, strategy, max_iteration: 5, tools: [tool] },
    },
  });
}

/** A talk with an app whose model answers these; gives what the model was sent meanwhile. */
async function talk(document: JsonObject, replies: readonly (ChatAnswer | string)[], queries: readonly string[]) {
  const { key } = await served.importApp(document);
  const call = calling(served.server, key);
  const from = models.requests.length;
  answers.splice(from, answers.length, ...replies);
  let conversation: string | undefined;
  for (const query of queries) {
    const body = { inputs: {}, user: 'ada', response_mode: 'streaming', auto_generate_name: false, query };
    const reply = await call('POST', '/v1/chat-messages', {
      ...body,
      ...(conversation !== undefined && { conversation_id: conversation }),
    });
    conversation = String(eventsIn(reply.text)[0]?.['conversation_id']);
  }
  const list = await call('GET', `/v1/messages?user=ada&conversation_id=${conversation}`);
  return { sent: models.sent().slice(from), messages: list.json.data };
}

const asksForTime: ChatAnswer = {
  chunks: ['I look.'],
  toolCalls: [{ name: 'current_time', arguments: JSON.stringify(ZONE) }],
};

test('function calling: a later turn is told of the calls and what they gave', async () => {
  const replies = [asksForTime, 'It is late.', 'Welcome.'];
  const { sent, messages } = await talk(agentApp('function_call'), replies, ['what time is it', 'thanks']);
  const observation = sent[1]?.messages.at(-1)?.content;
  expect(observation).toMatch(/^\d{4}-/);
  const [called] = messages[0].agent_thoughts;
  expect(called).toMatchObject({ tool: 'current_time', tool_input: '{"current_time": {"timezone": "Asia/Tokyo"}}' });
  const id = `${called.id}_0`;
  const call = { name: 'current_time', arguments: '{"timezone": "Asia/Tokyo"}' };
  expect(sent[2]?.messages).toEqual([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'what time is it' },
    { role: 'assistant', content: 'I look.', tool_calls: [{ id, type: 'function', function: call }] },
    { role: 'tool', tool_call_id: id, content: observation },
    { role: 'assistant', content: 'It is late.' },
    { role: 'user', content: 'thanks' },
  ]);
});

test('ReAct: a later turn is told of the steps in words', async () => {
  const action = JSON.stringify({ action: 'current_time', action_input: ZONE });
  const answer = JSON.stringify({ action: 'Final Answer', action_input: 'It is late.' });
  const replies = [`Thought: I look.\nAction: ${action}`, `Thought: I know.\nAction: ${answer}`, 'Welcome.'];
  const { sent, messages } = await talk(agentApp('react'), replies, ['what time is it', 'thanks']);
  const observation = String(sent[1]?.messages.at(-2)?.content).split('Observation: ')[1];
  expect(messages[0].agent_thoughts).toMatchObject([
    { thought: 'I look.', tool: 'current_time', observation: `{"current_time": "${observation}"}` },
    { thought: 'I know.It is late.', tool: '' },
  ]);
  const steps = [
    'Thought: I look.',
    'Action: {"action": "current_time", "action_input": {"timezone": "Asia/Tokyo"}}',
    `Observation: ${observation}`,
    'Final Answer: I know.It is late.',
  ];
  expect(sent[2]?.messages.slice(1)).toEqual([
    { role: 'user', content: 'what time is it' },
    { role: 'assistant', content: steps.join('\n\n') },
    { role: 'user', content: 'thanks' },
  ]);
});

test('turns that leave no room for the question are forgotten whole', async () => {
  const small = agentApp('function_call', { max_tokens: 127_960 });
  const { sent } = await talk(small, [asksForTime, 'It is late.', 'Welcome.'], ['what time is it', 'thanks']);
  expect(sent[2]?.messages).toEqual([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'thanks' },
  ]);
});
