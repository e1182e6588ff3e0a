import { afterEach, expect, test } from 'vitest';
import type { ChatAnswer } from '../../../test/fakes/chat-server.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { type ChatContext, chatModel, openChatContext } from '../testing/chat-context.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { parameterExtractor } from './index.ts';

let open: ChatContext | undefined;
afterEach(() => open?.server.close());

const trip = [
  { name: 'city', type: 'string', description: 'the city', required: true },
  { name: 'days', type: 'number', description: 'how many', required: false },
  { name: 'tags', type: 'array[string]', description: 'tags', required: false },
];

async function extract(answer: ChatAnswer | string, config: JsonObject = {}) {
  open = await openChatContext([answer]);
  const document = { query: ['start', 'q'], parameters: trip, model: chatModel, instruction: '', ...config };
  return runNode(parameterExtractor, document, { ...open.context, variables: { 'start.q': 'Paris for 3 days' } });
}

const call = (args: string): ChatAnswer => ({ toolCalls: [{ name: 'extract_parameters', arguments: args }] });

test("the first tool call's arguments are the outputs", async () => {
  const result = await extract(call('{"city": "Paris", "days": 3, "tags": ["a", "b"]}'));
  expect(outputsOf(result)).toMatchObject({
    city: 'Paris',
    days: 3,
    tags: ['a', 'b'],
    __is_success: 1,
    __reason: null,
  });
  expect(open?.server.sent()[0]).toMatchObject({
    tools: [
      {
        type: 'function',
        function: {
          name: 'extract_parameters',
          parameters: {
            type: 'object',
            properties: {
              city: { type: 'string', description: 'the city' },
              days: { type: 'number' },
              tags: { type: 'array', items: { type: 'string' } },
            },
            required: ['city'],
          },
        },
      },
    ],
  });
  expect(open?.server.sent()[0]?.messages.map(({ role }) => role)).toEqual([
    'system',
    ...['user', 'assistant', 'tool', 'assistant'],
    ...['user', 'assistant', 'tool', 'assistant'],
    'user',
  ]);
  expect(result).toMatchObject({
    inputs: { query: 'Paris for 3 days', files: [], model_name: 'mock-chat' },
    processData: { function: { name: 'extract_parameters' }, tool_call: { type: 'function' }, llm_text: '' },
  });
});

test('without a call the text is searched; numbers in texts are a fault and are converted', async () => {
  const result = await extract('Sure: {"city":"Oslo","days":"4","tags":["x"]}');
  expect(outputsOf(result)).toMatchObject({
    city: 'Oslo',
    days: 4,
    tags: ['x'],
    __is_success: 0,
    __reason:
      "Invalid value for parameter days, expected segment type: number, actual_type: string, python_type: <class 'str'>, value: 4",
  });
});

test('nothing found gives the empty values', async () => {
  const result = await extract('no idea', { reasoning_mode: 'prompt' });
  expect(outputsOf(result)).toMatchObject({ city: '', days: 0, tags: [], __is_success: 0 });
  expect(open?.server.sent()[0]?.['tools']).toBeUndefined();
});

test('nothing found, where no list is asked for, has a reason of its own', async () => {
  const result = await extract('no idea', { parameters: trip.slice(0, 2) });
  expect(outputsOf(result)['__reason']).toMatch(/^Failed to extract result/);
});

const kinds = [
  { name: 'kind', type: 'select', description: '', required: true, options: ['A', 'B'] },
  { name: 'urgent', type: 'bool', description: '', required: true },
];

test.each<[string, JsonObject]>([
  ['```json\n{"kind":"B","urgent":false}\n```', { kind: 'B', urgent: false, __is_success: 1 }],
  ['{"kind":"B","other":1}', { kind: 'B', urgent: false, __is_success: 0, __reason: 'Parameter urgent is required' }],
  ['{"kind":"C","urgent":true}', { kind: 'C', urgent: true, __reason: 'Invalid `select` value for parameter kind' }],
  ['{"kind":"A"}', { kind: 'A', urgent: false, __reason: 'Invalid number of parameters' }],
  ['<think>{"kind":"A","urgent":true}</think>{"kind":"B","urgent":true}', { kind: 'B', urgent: true, __is_success: 1 }],
])('the answer %j', async (answer, outputs) => {
  const result = await extract(answer, { parameters: kinds, reasoning_mode: 'prompt' });
  expect(outputsOf(result)).toMatchObject(outputs);
});

test('items of the wrong kind are dropped, yes and no become numbers and back', async () => {
  const parameters = [
    { name: 'n', type: 'number', required: true },
    { name: 'b', type: 'boolean', required: true },
    { name: 'l', type: 'array[number]', required: true },
    { name: 'o', type: 'array[object]', required: true },
  ];
  const result = await extract(call('{"n": true, "b": 1, "l": ["2.5", "x", 3, true], "o": [1, {"a": 1}]}'), {
    parameters,
  });
  expect(outputsOf(result)).toMatchObject({ n: 1, b: true, l: [2.5, 3, 1], o: [{ a: 1 }], __is_success: 0 });
});

test('a refusal of the provider fails the node, with its reason among the outputs', async () => {
  const result = await extract({ error: { status: 500, message: 'down' } });
  expect(result).toMatchObject({ status: 'failed', errorType: 'InvokeServerUnavailableError' });
  expect(outputsOf(result)).toMatchObject({ __is_success: 0, __reason: 'Failed to invoke model' });
});
