import { expect, onTestFinished, test } from 'vitest';
import { EVENT_STREAM, events, startScriptedServer } from '../../test/fakes/scripted-server.ts';
import { systemClock } from '../platform/clock/index.ts';
import { AnswerRoom } from './answer-room.ts';
import { type LanguageChunk, openModelRuntime } from './index.ts';

const said = (content: string) => events({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });

/** Asks a model that says so many texts of 100,000 characters and is then silent. */
async function ask(texts: number, answerRoom: AnswerRoom) {
  const pieces = Array.from({ length: texts }, () => said('x'.repeat(100_000)));
  const server = await startScriptedServer(() => ({ headers: EVENT_STREAM, pieces, ending: 'hang' }));
  onTestFinished(() => server.close());
  const environment = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${server.url}/v1` };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment, answerRoom });
  const model = await runtime.languageModel({ provider: 'openai', name: 'gpt-4o' });
  const { signal } = new AbortController();
  return { server, chunks: model.stream({ messages: [{ role: 'user', content: 'x' }], parameters: {}, signal }) };
}

async function drain(chunks: AsyncIterable<LanguageChunk>): Promise<void> {
  for await (const _ of chunks); // only its end matters
}

test('an answer that does not end is ended with a sentence, hung up on, and leaves its room', async () => {
  const room = new AnswerRoom(5_000_000);
  const { server, chunks } = await ask(41, room);
  await expect(drain(chunks)).rejects.toMatchObject({
    errorType: 'InvokeError',
    message: '[openai] Error, the answer has more than 4000000 characters',
  });
  await server.clientLeft;
  expect(room.enter().grow(1_000_000)).toBeUndefined();
});

test('answers that are being written have room together, which leaves with whoever listens', async () => {
  const room = new AnswerRoom(500_000);
  const first = (await ask(2, room)).chunks[Symbol.asyncIterator]();
  await first.next();
  await first.next(); // 200,000 characters, and more may come
  const { chunks } = await ask(2, room);
  await expect(drain(chunks)).rejects.toThrow('too many long answers at once');
  await first.return?.();
  expect(room.enter().grow(200_000)).toBeUndefined();
});
