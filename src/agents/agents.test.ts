import { afterEach, expect, test } from 'vitest';
import { type ChatAnswer, type ChatServer, startChatServer } from '../../test/fakes/chat-server.ts';
import type { JsonObject } from '../kernel/index.ts';
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

/** Neither said before nor shown. */
const nothing = { history: async () => [], attachments: async () => [] };

/** What a log line holds in the end. */
async function logOf(strategy: string, answers: readonly (ChatAnswer | string)[], more: JsonObject = {}) {
  const models = await runtimeAt(answers);
  const tools = { open: async () => [{ ...weather, provider: 'sky' }] };
  const ids = createIdSource(systemClock.now);
  const runner = openAgentRunner<string>({ models, tools, ids, clock: systemClock });
  const parameters = { model: { provider: 'openai', model: 'm' }, tools: [{}], instruction: '', query: 'q', ...more };
  const request = { strategy, strategyProvider: 'p', parameters, ...nothing };
  const steps = await Array.fromAsync(runner.run(request, new AbortController().signal));
  return steps.flatMap((step) => (step.kind === 'log' && step.entry.status !== 'start' ? [step.entry] : []));
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

test('a round may speak before it calls, and the answer has each in a line of its own', async () => {
  const events = await run([{ chunks: ['Let me look.'], ...call('Köln') }, 'It rains.']);
  const streamed = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  expect(streamed).toBe('Let me look.\nIt rains.');
  expect(events.at(-1)).toMatchObject({ type: 'finished', text: streamed });
});

test('what the model thinks is shown in think tags and not said to it again', async () => {
  const events = await run([{ reasoning: 'hm', chunks: ['I look.'], ...call('Köln') }, 'rain']);
  expect(events.at(-1)).toMatchObject({ text: '<think>\nhm\n</think>I look.\nrain' });
  expect(server?.sent()[1]?.messages[2]).toMatchObject({ role: 'assistant', content: 'I look.' });
});

const LIMIT =
  "Maximum iteration limit (2) reached. Cannot call tool 'weather'. Please consider increasing the iteration limit.";

test('where the last round refuses, it has tools, and what it calls is told to be too late', async () => {
  const events = await run([call('A'), call('B')], { maxRounds: 2, lastRound: 'refuses' });
  expect(server?.sent().map((request) => 'tools' in request)).toEqual([true, true]);
  const observations = events.flatMap((event) => (event.type === 'tool-finished' ? [event.outcome.observation] : []));
  expect(observations).toEqual(['rain in A', LIMIT]);
  expect(events.at(-1)).toMatchObject({ text: '' });
});

test('an only round may call tools, whose observations are the answer', async () => {
  const events = await run([call('A')], { maxRounds: 1, lastRound: 'refuses' });
  expect(server?.sent()).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ text: 'rain in A' });
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

test('ReAct: thinking is no part of an action, and the last round may refuse', async () => {
  const written = `<think>${acting('weather', { city: 'Nowhere' })}</think>${acting('weather', { city: 'Bonn' })}`;
  const events = await run(
    [written, acting('weather', { city: 'Ulm' })],
    { maxRounds: 2, lastRound: 'refuses' },
    'react',
  );
  expect(events[3]).toMatchObject({ type: 'tool-finished', outcome: { observation: 'rain in Bonn' } });
  expect(events.at(-1)).toMatchObject({ text: LIMIT });
  expect(String(server?.sent()[1]?.messages[0]?.content)).toContain('tells the weather');
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
  const request = { strategy: 'function_calling', strategyProvider: 'langgenius/agent/agent', parameters, ...nothing };
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

test('the log of function calling holds what Dify shows of it', async () => {
  const [thought, tool, round] = await logOf('function_calling', [call('Köln'), 'It rains.']);
  const output = {
    tool_call_id: 'call_0',
    tool_call_name: 'weather',
    tool_call_input: { city: 'Köln' },
    tool_response: 'rain in Köln',
  };
  expect(thought).toMatchObject({
    data: { output: '', tool_name: 'weather', tool_input: [{ name: 'weather', args: { city: 'Köln' } }] },
    metadata: { provider: 'langgenius/openai/openai', total_tokens: 15, total_price: '0', currency: 'USD' },
  });
  expect(tool).toMatchObject({ data: { output }, metadata: { provider: 'sky' } });
  expect(round).toMatchObject({ data: { output: { llm_response: '', tool_responses: [output] } } });
  for (const entry of [thought, tool, round]) {
    expect(Object.keys(entry?.metadata ?? {})).toEqual(
      expect.arrayContaining(['started_at', 'finished_at', 'elapsed_time']),
    );
  }
});

test('the log of ReAct holds what Dify shows of it', async () => {
  const [thought, tool, round, last] = await logOf('ReAct', [acting('weather', { city: 'Bonn' }), 'It rains.']);
  const [action_input, observation] = [{ city: 'Bonn' }, 'rain in Bonn'];
  expect(thought?.data).toEqual({ thought: 'I need the weather', action: 'weather', action_input });
  expect(tool?.data).toEqual({ tool_name: 'weather', tool_call_args: action_input, output: observation });
  expect(round?.data).toEqual({ action_name: 'weather', action_input, thought: 'I need the weather', observation });
  expect(last?.data).toEqual({ thought: '', action: 'It rains.' });
});

test.each([['["weather"]'], ['other'], [['other']], ['']])('allowed tools %j', async (allowed_tools) => {
  await logOf('function_calling', ['x'], { allowed_tools });
  expect('tools' in (server?.sent()[0] ?? {})).toBe(!JSON.stringify(allowed_tools).includes('other'));
});

test('an unknown strategy says which are known', async () => {
  const runner = openAgentRunner<string>({
    models: await runtimeAt(['x']),
    tools: { open: async () => [] },
    ids: createIdSource(systemClock.now),
    clock: systemClock,
  });
  const request = { strategy: 'mystic', strategyProvider: 'p', parameters: {}, ...nothing };
  const running = Array.fromAsync(runner.run(request, new AbortController().signal));
  await expect(running).rejects.toThrow(/"mystic".*function_calling, react/);
});

test('the log carries what a tool has made', async () => {
  const call = { toolCalls: [{ name: 'weather', arguments: '{"city":"Rome"}' }] };
  const [, called, round] = await logOf('function_calling', [call, 'Rain.']);
  expect(called).toMatchObject({ label: 'CALL weather', files: ['map.png'] });
  expect(round).not.toHaveProperty('files');
});
