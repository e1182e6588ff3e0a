import { afterEach, expect, test } from 'vitest';
import { type ChatAnswer, type ChatServer, startChatServer } from '../../test/fakes/chat-server.ts';
import { openModelRuntime } from '../models/index.ts';
import { createIdSource, systemClock } from '../platform/clock/index.ts';
import { type AgentEvent, type AgentTask, type AgentTool, openAgentRunner, runAgent } from './index.ts';

let server: ChatServer | undefined;
afterEach(() => server?.close());

const weather: AgentTool<string> = {
  name: 'weather',
  description: 'tells the weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  invoke: async (input) => {
    if (input['city'] === 'Atlantis') throw new Error('no such city');
    return { text: `rain in ${String(input['city'])}`, files: ['map.png'] };
  },
};

async function runtimeAt(answers: readonly (ChatAnswer | string)[]) {
  server = await startChatServer(answers);
  return openModelRuntime({ fetch, clock: systemClock, gateway: { url: `${server.url}/v1` } });
}

async function run(
  answers: readonly (ChatAnswer | string)[],
  more: Partial<AgentTask<string>> = {},
  strategy?: 'react',
) {
  const model = await (await runtimeAt(answers)).languageModel({ provider: 'openai', name: 'm' });
  const task: AgentTask<string> = {
    model,
    mode: 'chat',
    parameters: { temperature: 0.2 },
    stop: [],
    instruction: 'Help.',
    history: [],
    query: { role: 'user', content: 'weather?' },
    tools: [weather],
    maxRounds: 5,
    signal: new AbortController().signal,
    ...more,
  };
  return Array.fromAsync(runAgent(task, strategy));
}

const call = (city: string): ChatAnswer => ({ toolCalls: [{ name: 'weather', arguments: JSON.stringify({ city }) }] });
const kinds = (events: readonly AgentEvent<string>[]) => events.map(({ type }) => type);

test('function calling: the tool is called, its answer goes back to the model, the text is the answer', async () => {
  const events = await run([call('Köln'), { chunks: ['It ', 'rains.'] }]);
  expect(kinds(events)).toEqual([
    ...['round-started', 'thought', 'tool-started', 'tool-finished', 'round-finished'],
    ...['round-started', 'text', 'text', 'thought', 'round-finished', 'finished'],
  ]);
  expect(events.at(-1)).toMatchObject({ text: 'It rains.', usage: { totalTokens: 30 } });
  expect(events[3]).toMatchObject({ outcome: { observation: 'rain in Köln', files: ['map.png'] } });
  expect(server?.sent()[0]).toMatchObject({ temperature: 0.2, tools: [{ function: { name: 'weather' } }] });
  expect(server?.sent()[1]?.messages).toEqual([
    { role: 'system', content: 'Help.' },
    { role: 'user', content: 'weather?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_0', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } }],
    },
    { role: 'tool', tool_call_id: 'call_0', content: 'rain in Köln' },
  ]);
});

test.each([
  ['a tool that fails', call('Atlantis'), 'tool invoke error: no such city'],
  ['a tool that does not exist', { toolCalls: [{ name: 'nope', arguments: '{}' }] }, 'there is not a tool named nope'],
])('%s is told to the model, which goes on', async (_name, first, observation) => {
  const events = await run([first, 'sorry']);
  expect(events.at(-1)).toMatchObject({ type: 'finished', text: 'sorry' });
  expect(server?.sent()[1]?.messages.at(-1)).toMatchObject({ role: 'tool', content: observation });
});

test('the last round is asked without tools', async () => {
  const events = await run([call('A'), call('B'), 'enough'], { maxRounds: 3 });
  expect(events.at(-1)).toMatchObject({ text: 'enough' });
  expect(server?.sent().map((request) => 'tools' in request)).toEqual([true, true, false]);
});

const acting = (name: string, input: unknown) =>
  `Thought: I need the weather\nAction:\n\`\`\`\n${JSON.stringify({ action: name, action_input: input })}\n\`\`\``;

test('ReAct: the action in the text is carried out and its observation continues the text', async () => {
  const events = await run(
    [`${acting('weather', { city: 'Bonn' })}\nObservation: invented`, acting('Final Answer', 'It rains.')],
    {},
    'react',
  );
  expect(events.at(-1)).toMatchObject({ type: 'finished', text: 'It rains.', usage: { totalTokens: 30 } });
  expect(events[1]).toMatchObject({
    type: 'thought',
    text: 'I need the weather',
    calls: [{ name: 'weather', input: { city: 'Bonn' } }],
  });
  const [first, second] = server?.sent() ?? [];
  expect(first).toMatchObject({ stop: ['Observation'] });
  expect(first).not.toHaveProperty('tools');
  expect(String(first?.messages[0]?.content)).toContain('tells the weather');
  expect(second?.messages.slice(-2)).toEqual([
    { role: 'assistant', content: expect.stringMatching(/"action":"weather"[\s\S]*Observation: rain in Bonn$/) },
    { role: 'user', content: 'continue' },
  ]);
  expect(JSON.stringify(second)).not.toContain('invented');
});

test('ReAct: a text without an action is the answer', async () => {
  expect((await run(['Thought: hm\nJust rain.'], {}, 'react')).at(-1)).toMatchObject({ text: 'hm\nJust rain.' });
});

test('ReAct with a completion model sends one text, in the frame of the author', async () => {
  await run(
    ['fine'],
    { mode: 'completion', frame: 'F {{instruction}} {{tool_names}} {{other}}', instruction: '{{tools}}' },
    'react',
  );
  expect(server?.sent()[0]?.['prompt']).toMatch(/^F \{\{tools\}\} weather \{\{other\}\}\nQuestion: weather\?/);
});

test('the runner of agent nodes logs rounds, thoughts and calls, and gives text, files and usage', async () => {
  const models = await runtimeAt([call('Köln'), 'It rains.']);
  const wanted: unknown[] = [];
  const open = async (list: readonly unknown[]) => {
    wanted.push(...list);
    return [weather];
  };
  const runner = openAgentRunner<string>({
    models,
    tools: { open },
    ids: createIdSource(systemClock.now),
    clock: systemClock,
  });
  const parameters = {
    model: { provider: 'langgenius/openai/openai', model: 'm', mode: 'chat', completion_params: { temperature: 0.1 } },
    tools: [
      { tool_name: 'weather', enabled: true },
      { tool_name: 'off', enabled: false },
    ],
    instruction: 'Help.',
    query: 'weather?',
    maximum_iterations: 4,
  };
  const request = { strategy: 'function_calling', strategyProvider: 'langgenius/agent/agent', parameters, history: [] };
  const steps = await Array.fromAsync(runner.run(request, new AbortController().signal));
  expect(wanted).toEqual([{ tool_name: 'weather', enabled: true }]);
  const logs = steps.flatMap((step) => (step.kind === 'log' ? [step.entry] : []));
  expect(logs.map(({ label, status }) => `${label} ${status}`)).toEqual([
    'ROUND 1 start',
    'm Thought start',
    'm Thought success',
    'CALL weather start',
    'CALL weather success',
    'ROUND 1 success',
    'ROUND 2 start',
    'm Thought start',
    'm Thought success',
    'ROUND 2 success',
  ]);
  expect(logs[3]?.parentId).toBe(logs[0]?.id);
  expect(steps.at(-1)).toMatchObject({
    kind: 'result',
    text: 'It rains.',
    files: ['map.png'],
    usage: { totalTokens: 30 },
  });
});

test('an unknown strategy says which are known', async () => {
  const runner = openAgentRunner<string>({
    models: await runtimeAt(['x']),
    tools: { open: async () => [] },
    ids: createIdSource(systemClock.now),
    clock: systemClock,
  });
  const request = { strategy: 'mystic', strategyProvider: 'p', parameters: {}, history: [] };
  const running = Array.fromAsync(runner.run(request, new AbortController().signal));
  await expect(running).rejects.toThrow(/"mystic".*function_calling, react/);
});
