import { afterEach, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import type { PromptMessage } from '../../models/index.ts';
import { type ChatContext, chatModel, openChatContext } from '../testing/chat-context.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { questionClassifier } from './index.ts';

let open: ChatContext | undefined;
afterEach(() => open?.server.close());

const classes = [
  { id: '1', name: 'Billing' },
  { id: '2', name: 'Support of {{#start.product#}}' },
  { id: 'uuid-3', name: 'Other', label: 'The rest' },
];

async function classify(answer: string, config: JsonObject = {}, history: readonly PromptMessage[] = []) {
  open = await openChatContext([answer], history);
  const document = {
    query_variable_selector: ['start', 'q'],
    classes,
    model: chatModel,
    instruction: 'Be careful with {{#start.product#}}',
    ...config,
  };
  const variables = { 'start.q': 'help "me"', 'start.product': 'tea' };
  return runNode(questionClassifier, document, { ...open.context, variables });
}

test.each([
  ['in a code fence', '```json\n{"keywords":["x"],"category_id":"2","category_name":"Support"}\n```', '2'],
  ['after thoughts', '<think>{"category_id":"1"}</think>{"category_id":"2","category_name":"Support"}', '2'],
  ['with a number for an id', '{"category_id": 2, "category_name": "Support"}', '2'],
  ['with an unknown id', '{"category_id": "99", "category_name": "Nope"}', '1'],
  ['without a name', '{"category_id": "2"}', '1'],
])('an answer %s chooses a class', async (_name, answer, id) => {
  const result = await classify(answer);
  expect(result).toMatchObject({ status: 'succeeded', branch: id });
  expect(outputsOf(result)['class_id']).toBe(id);
});

test('the outputs name the class with its references resolved, and its label', async () => {
  const second = await classify('{"category_id":"2","category_name":"x"}');
  expect(outputsOf(second)).toMatchObject({
    class_name: 'Support of tea',
    class_label: 'CLASS 2',
    usage: { total_tokens: 15 },
  });
  await open?.server.close();
  const third = await classify('{"category_id":"uuid-3","category_name":"x"}');
  expect(outputsOf(third)).toMatchObject({ class_name: 'Other', class_label: 'The rest' });
});

test('an answer without JSON fails', async () => {
  expect(await classify('I think it is support')).toMatchObject({ status: 'failed', errorType: 'OutputParserError' });
});

test('a chat model gets a system message with the conversation, two examples, and the task as JSON', async () => {
  const result = await classify(
    '{"category_id":"1","category_name":"Billing"}',
    { memory: { window: { enabled: false } } },
    [
      { role: 'user', content: 'hello' },
      { role: 'assistant', content: 'hi' },
    ],
  );
  const messages = open?.server.sent()[0]?.messages ?? [];
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
  expect(messages[0]?.content).toContain('Human: hello\nAssistant: hi');
  expect(JSON.parse(String(messages.at(-1)?.content))).toEqual({
    input_text: ['help "me"'],
    categories: [
      { category_id: '1', category_name: 'Billing' },
      { category_id: '2', category_name: 'Support of tea' },
      { category_id: 'uuid-3', category_name: 'Other' },
    ],
    classification_instructions: ['Be careful with tea'],
  });
  expect(result).toMatchObject({
    inputs: { query: 'help "me"', model_name: 'mock-chat' },
    processData: { model_mode: 'chat' },
  });
});

test('a completion model gets one text', async () => {
  await classify('{"category_id":"1","category_name":"Billing"}', { model: { ...chatModel, mode: 'completion' } });
  expect(open?.server.requests[0]?.path).toBe('/v1/completions');
  expect(open?.server.sent()[0]?.['prompt']).toContain('help \\"me\\"');
});

test('its ways out are its classes', () => {
  expect(questionClassifier.handles?.(questionClassifier.config.parse({ model: chatModel, classes }))).toEqual([
    '1',
    '2',
    'uuid-3',
  ]);
});
