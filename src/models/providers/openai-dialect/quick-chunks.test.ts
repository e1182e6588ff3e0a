import { OpenAICompatibleChatLanguageModel } from '@ai-sdk/openai-compatible';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../kernel/index.ts';
import { quickenChunks } from './quick-chunks.ts';

const newModel = () =>
  new OpenAICompatibleChatLanguageModel('m', { provider: 'p', url: () => '', headers: () => ({}) });
const schemaOf = (model: object) => Reflect.get(model, 'chunkSchema');
const slow = schemaOf(newModel());
const quick = schemaOf(quickenChunks(newModel()))();

const chunkOf = (choice: object, more: object = {}) =>
  ({ id: 'c', created: 1, choices: [choice], ...more }) as JsonValue;

test.each<[JsonValue]>([
  [
    chunkOf({
      index: 0,
      delta: { role: 'assistant', content: '', refusal: null },
      logprobs: null,
      finish_reason: null,
    }),
  ],
  [chunkOf({ delta: { content: 'x', tool_calls: null } }, { usage: null })],
  [chunkOf({ delta: { content: null, reasoning_content: 'hm' }, finish_reason: 'stop' })],
  [chunkOf({ delta: { reasoning: 'hm' } })],
])('%j is taken as it is', async (chunk) => {
  expect(slow.safeParse(chunk).success).toBe(true);
  expect((await quick.validate(chunk)).value).toBe(chunk);
});

test.each<[JsonValue]>([
  [chunkOf({ delta: { content: [{ type: 'text', text: 'x' }] } })],
  [chunkOf({ delta: { refusal: 'no' } })],
  [chunkOf({ delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{' } }] } })],
  [chunkOf({ delta: {} }, { usage: { prompt_tokens: 1, completion_tokens: 2 } })],
  [chunkOf({ delta: null, finish_reason: 'stop' })],
  [{ error: { message: 'broken' } }],
])('%j goes the way of the SDK', async (chunk) => {
  const checked = await quick.validate(chunk);
  expect(checked).toEqual({ success: true, value: slow.parse(chunk) });
  expect(checked.value).not.toBe(chunk);
});

test.each<[JsonValue]>([
  ['text'],
  [{}],
  [{ choices: 'none' }],
  [chunkOf({ delta: { content: 7 } })],
  [chunkOf({ delta: { role: 'user' } })],
])('%j is refused, as by the SDK', async (chunk) => {
  expect(slow.safeParse(chunk).success).toBe(false);
  expect(await quick.validate(chunk)).toMatchObject({ success: false });
});

test('a model whose schema is elsewhere stays as it is', () => {
  expect(quickenChunks({ chunks: 1 })).toEqual({ chunks: 1 });
});
