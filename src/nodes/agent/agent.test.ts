import { expect, test } from 'vitest';
import type { AgentLogEntry } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import type { AgentRequest, AgentRunner, AgentStep, ConversationMemory } from '../capabilities.ts';
import { openChatContext } from '../testing/chat-context.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { agent } from './index.ts';

const strategy = { agent_strategy_provider_name: 'langgenius/agent', agent_strategy_name: 'function_calling' };
const answer: AgentStep = { kind: 'result', text: 'done', files: [], json: [], variables: {} };
const entry: AgentLogEntry = { id: 'l1', label: 'ROUND 1', status: 'success', data: { thought: 't' }, metadata: {} };
const history: ConversationMemory = {
  history: async ({ rounds }) => [{ role: 'user', content: `at most ${rounds}` }],
};

function runner(steps: readonly AgentStep[], asked: AgentRequest[] = []): AgentRunner {
  return {
    async *run(request) {
      asked.push(request);
      yield* steps;
    },
  };
}

const run = (document: JsonObject, agents: AgentRunner) =>
  runNode(agent, { ...strategy, ...document }, { agents, conversation: history, variables: { 'n.q': 'why' } });

test('parameters are resolved; tools are those that are enabled, with plain settings', async () => {
  const asked: AgentRequest[] = [];
  const tool = {
    enabled: true,
    tool_name: 'now',
    provider_name: 'time',
    schemas: [{}],
    settings: { zone: { value: 'UTC' } },
    parameters: { a: { auto: 1, value: null }, b: { auto: 0, value: { type: 'mixed', value: '{{#n.q#}}' } } },
  };
  await run(
    {
      agent_parameters: {
        query: { type: 'variable', value: ['n', 'q'] },
        instruction: { type: 'mixed', value: 'Say {{#n.q#}}' },
        model: { type: 'constant', value: { provider: 'p', model: 'm' } },
        tools: { type: 'constant', value: [tool, { ...tool, enabled: false }] },
      },
      memory: { window: { enabled: true, size: 7 } },
    },
    runner([answer], asked),
  );
  expect(asked).toMatchObject([
    {
      strategy: 'function_calling',
      strategyProvider: 'langgenius/agent',
      parameters: {
        query: 'why',
        instruction: 'Say why',
        model: { provider: 'p', model: 'm' },
        tools: [
          {
            enabled: true,
            tool_name: 'now',
            provider_name: 'time',
            settings: { zone: 'UTC' },
            parameters: { a: null, b: 'why' },
          },
        ],
      },
    },
  ]);
  const { server, context } = await openChatContext([]);
  const model = await context.models.languageModel({ provider: 'openai', name: 'gpt-4o-mini' });
  expect(await asked[0]?.history(model)).toEqual([{ role: 'user', content: 'at most 7' }]);
  expect(await asked[0]?.attachments(model)).toEqual([]);
  await server.close();
});

test('text is streamed, logs are passed on, and stand first in json', async () => {
  const steps: AgentStep[] = [
    { kind: 'log', entry },
    { kind: 'text', text: 'do' },
    { kind: 'text', text: 'ne' },
    answer,
  ];
  const result = await run({}, runner(steps));
  expect(result.chunks).toEqual([
    { kind: 'agent-log', entry },
    { kind: 'text', variable: 'text', text: 'do' },
    { kind: 'text', variable: 'text', text: 'ne' },
    { kind: 'text', variable: 'text', text: '', isLast: true },
  ]);
  const log = {
    id: 'l1',
    parent_id: null,
    label: 'ROUND 1',
    status: 'success',
    data: { thought: 't' },
    node_id: 'node',
  };
  expect(outputsOf(result)).toMatchObject({ text: 'done', json: [log, { data: [] }] });
});

test('without a log and without json there is one empty entry', async () => {
  expect(outputsOf(await run({}, runner([answer])))).toEqual({
    text: 'done',
    usage: expect.objectContaining({ total_tokens: 0, currency: 'USD' }),
    files: [],
    json: [{ data: [] }],
  });
});

test.each<[JsonObject, AgentRunner, string]>([
  [
    { agent_parameters: { q: { type: 'variable', value: ['n', 'ghost'] } } },
    runner([answer]),
    "Variable ['n', 'ghost'] does not exist",
  ],
  [{}, runner([]), 'Failed to invoke agent: the strategy gave no result'],
])('%o fails', async (document, agents, error) => {
  expect(await run(document, agents)).toMatchObject({ status: 'failed', error });
});
