import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { app, model } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;

const EXPRESSION = { expression: '2 + 3' };
const toolCall = { name: 'eval_expression', arguments: JSON.stringify(EXPRESSION) };

beforeAll(async () => {
  models = await startChatServer([
    { chunks: ['Let me', ' count.'], toolCalls: [toolCall] },
    { chunks: ['It is ', '5.'] },
    `Thought: I count.\nAction:\n{"action": "eval_expression", "action_input": ${JSON.stringify(EXPRESSION)}}\n`,
    'Thought: I know.\nAction:\n{"action": "Final Answer", "action_input": "It is 5."}',
  ]);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const agent = (strategy: string) =>
  app('agent-chat', {
    model_config: {
      ...{ model, pre_prompt: 'You count.', user_input_form: [] },
      agent_mode: {
        ...{ enabled: true, strategy, max_iteration: 5 },
        tools: [{ enabled: true, provider_type: 'builtin', provider_id: 'maths', tool_name: 'eval_expression' }],
      },
    },
  });

const called = { tool: 'eval_expression', tool_input: '{"eval_expression": {"expression": "2 + 3"}}' };
const labels = { tool_labels: { eval_expression: { en_US: 'eval_expression', zh_Hans: 'eval_expression' } } };
const uncalled = { tool: '', tool_input: '', tool_labels: {}, observation: '' };
const observation = '{"eval_expression": "5"}';

/** The events of an answer without what all of them carry, and the thoughts that its message keeps. */
async function ask(strategy: string) {
  const made = await served.importApp(agent(strategy));
  const call = calling(served.server, made.key);
  const body = { inputs: {}, query: '2 + 3?', user: 'ada', response_mode: 'streaming', auto_generate_name: false };
  const events = eventsIn((await call('POST', '/v1/chat-messages', body)).text);
  const told = events.map(({ event, answer, position, thought, tool, tool_input, tool_labels, observation }) =>
    event === 'agent_thought'
      ? [event, { position, thought, tool, tool_input, tool_labels, observation }]
      : [event, answer],
  );
  const path = `/v1/messages?user=ada&conversation_id=${events[0]?.['conversation_id']}`;
  return { told, message: (await call('GET', path)).json.data[0] };
}

test('an agent that calls functions tells of each thought before its words, with its call and what came back', async () => {
  const { told, message } = await ask('function_call');
  const first = { position: 1, thought: 'Let me count.', ...called, ...labels };
  const second = { position: 2, thought: 'It is 5.', ...uncalled };
  expect(told).toEqual([
    ['agent_thought', { position: 1, thought: '', ...uncalled }],
    ['agent_message', 'Let me'],
    ['agent_message', ' count.'],
    ['agent_thought', { ...first, observation: '' }],
    ['agent_thought', { ...first, observation }],
    ['agent_message', '\n'],
    ['agent_thought', { position: 2, thought: '', ...uncalled }],
    ['agent_message', 'It is '],
    ['agent_message', '5.'],
    ['agent_thought', second],
    ['message_end', undefined],
  ]);
  expect(message).toMatchObject({ agent_thoughts: [{ ...first, observation }, second] });
});

test('an agent that writes its actions tells of them alike, and its last thought ends with the answer', async () => {
  const { told, message } = await ask('react');
  const first = { position: 1, thought: 'I count.', ...called, ...labels };
  const second = { position: 2, thought: 'I know.It is 5.', ...uncalled };
  expect(told).toEqual([
    ['agent_thought', { ...first, observation: '' }],
    ['agent_thought', { ...first, observation }],
    ['agent_thought', { ...second, thought: 'I know.' }],
    ['agent_message', 'It is 5.'],
    ['agent_thought', second],
    ['message_end', undefined],
  ]);
  expect(message).toMatchObject({ answer: 'It is 5.', agent_thoughts: [{ ...first, observation }, second] });
});
