import { expect, test } from 'vitest';
import type { LanguageModel, LanguageRequest } from '../models/index.ts';
import { nameByQuestion, nameConversation } from './name-conversation.ts';

const { signal } = new AbortController();

/** A model that says this, whatever it is asked. */
function saying(reply: string) {
  const asked: LanguageRequest[] = [];
  const model: Pick<LanguageModel, 'stream'> = {
    async *stream(request) {
      asked.push(request);
      yield { type: 'text', text: reply.slice(0, 3) };
      yield { type: 'text', text: reply.slice(3) };
    },
  };
  return { model, asked };
}

test.each([
  ['{"language": "English", "title": " Opening hours "}', 'Opening hours'],
  ['```json\n{"title": "Öffnungszeiten"}\n```', 'Öffnungszeiten'],
  ['<think>{"title": "first idea"} no</think>{"title": "Better"}', 'Better'],
  ['I cannot do that.', 'When do you open?'],
  ['{"title": ""}', 'When do you open?'],
  ['', 'When do you open?'],
])('a reply %j names the conversation %j', async (reply, name) => {
  expect(await nameConversation(saying(reply).model, 'When do\nyou open?', signal)).toBe(name);
});

test('names have no more than 75 characters and their dots', async () => {
  const title = 'a'.repeat(80);
  expect(await nameConversation(saying(JSON.stringify({ title })).model, 'q', signal)).toBe(`${'a'.repeat(75)}...`);
});

test('of a long question the model sees how it begins and ends', async () => {
  const { model, asked } = saying('{"title": "t"}');
  await nameConversation(model, `${'b'.repeat(1000)}${'m'.repeat(1000)}${'e'.repeat(1000)}`, signal);
  const content = asked[0]?.messages[0]?.content;
  expect(content).toContain(`${'b'.repeat(300)}...[TRUNCATED]...${'e'.repeat(300)}`);
  expect(content).not.toContain('mmm');
});

test('without a model the question is the name, cut when it is long', () => {
  expect(nameByQuestion('short')).toBe('short');
  expect(nameByQuestion('x'.repeat(51))).toBe(`${'x'.repeat(47)}...`);
});
