import { expect, test } from 'vitest';
import { secret } from '../../engine/index.ts';
import { type JsonObject, KnownError } from '../../kernel/index.ts';
import type { ToolReply, ToolRequest, ToolRunner } from '../capabilities.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { tool } from './index.ts';

const plain = {
  provider_id: 'time',
  provider_type: 'builtin',
  provider_name: 'time',
  tool_name: 'now',
  tool_label: 'Now',
};
const variables = { 'n.a': 'A', 'n.list': [1, 2], 'env.key': secret('sk-1234567890') };
const empty: ToolReply = { text: '', files: [], json: [], variables: {} };

function runner(reply: Partial<ToolReply> = {}, asked: ToolRequest[] = []): ToolRunner {
  return {
    invoke: async (request) => {
      asked.push(request);
      return { ...empty, ...reply };
    },
  };
}

const run = (document: JsonObject, tools: ToolRunner) => runNode(tool, { ...plain, ...document }, { variables, tools });

test('texts are templates, variables keep their types, what is empty or missing is left out', async () => {
  const asked: ToolRequest[] = [];
  const result = await run(
    {
      tool_parameters: {
        text: { type: 'mixed', value: '{{#n.a#}}!' },
        constant: { type: 'constant', value: { k: ['{{#n.a#}}', 5] } },
        list: { type: 'variable', value: ['n', 'list'] },
        key: { type: 'mixed', value: '{{#env.key#}}' },
        ghost: { type: 'variable', value: ['n', 'ghost'] },
        none: { type: 'mixed', value: null },
      },
      tool_configurations: { bare: 5, nothing: null, given: { type: 'mixed', value: '{{#n.a#}}' } },
      credential_id: 'c1',
    },
    runner({}, asked),
  );
  expect(asked).toEqual([
    {
      providerType: 'builtin',
      providerId: 'time',
      toolName: 'now',
      credentialId: 'c1',
      parameters: { text: 'A!', constant: { k: ['A', 5] }, list: [1, 2], key: 'sk-1234567890' },
      configurations: { bare: 5, given: 'A' },
    },
  ]);
  expect(result.inputs).toMatchObject({ text: 'A!', key: 'sk-123************90' });
  expect(result.metadata).toMatchObject({ tool_info: { provider_type: 'builtin', provider_id: 'time' } });
});

test('the outputs are text, files, json and what the tool names', async () => {
  expect(outputsOf(await run({}, runner({ text: 'hi' })))).toEqual({ text: 'hi', files: [], json: [{ data: [] }] });
  const named = await run({}, runner({ json: [{ a: 1 }], variables: { x: 1 } }));
  expect(outputsOf(named)).toMatchObject({ json: [{ a: 1 }], x: 1 });
});

test('a text that was not streamed is sent in one piece', async () => {
  const { chunks } = await run({}, runner({ text: 'hi' }));
  expect(chunks).toEqual([
    { kind: 'text', variable: 'text', text: 'hi' },
    { kind: 'text', variable: 'text', text: '', isLast: true },
  ]);
});

test('what the tool streams is passed on once', async () => {
  const streaming: ToolRunner = {
    invoke: async (_, __, stream) => {
      stream?.({ variable: 'text', text: 'a' });
      stream?.({ variable: 'x', text: 'b' });
      return { ...empty, text: 'a', variables: { x: 'b' } };
    },
  };
  const { chunks } = await run({}, streaming);
  expect(chunks.map((chunk) => chunk.kind === 'text' && [chunk.variable, chunk.text, chunk.isLast ?? false])).toEqual([
    ['text', 'a', false],
    ['x', 'b', false],
    ['text', '', true],
    ['x', '', true],
  ]);
});

test('a missing variable fails the node when the tool cannot do without it', async () => {
  const tools = { ...runner(), required: async () => ['ghost'] };
  const document = { tool_parameters: { ghost: { type: 'variable', value: ['n', 'ghost'] } } };
  const error = "Variable ['n', 'ghost'] does not exist";
  expect(await run(document, tools)).toMatchObject({ status: 'failed', errorType: 'ToolParameterError', error });
});

test.each([
  [
    new KnownError('not_found', { message: 'no tool "now"' }),
    { errorType: 'ToolRuntimeResolutionError', error: 'Failed to get tool runtime: no tool "now"', code: 'not_found' },
  ],
  [new Error('boom'), { errorType: 'ToolRuntimeInvocationError', error: 'Failed to invoke tool: boom' }],
])('%o fails the node', async (thrown, expected) => {
  const tools: ToolRunner = { invoke: () => Promise.reject(thrown) };
  expect(await run({}, tools)).toMatchObject({ status: 'failed', ...expected });
});
