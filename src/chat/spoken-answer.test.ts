import { expect, test } from 'vitest';
import type { TextToSpeechModel } from '../models/index.ts';
import { SpokenAnswer } from './spoken-answer.ts';

/** A model whose sound is the text it is given. */
function speaking(options: { readonly voices?: readonly string[]; readonly failsAt?: string } = {}) {
  const said: string[] = [];
  const model: TextToSpeechModel = {
    voices: (options.voices ?? []).map((value) => ({ name: value, value })),
    async *speak(text, { voice }) {
      if (text === options.failsAt) throw new Error('no voice');
      said.push(voice === undefined ? text : `${voice}: ${text}`);
      yield new TextEncoder().encode(text);
    },
  };
  return { model, said };
}

function spoken(model: Promise<TextToSpeechModel>, voice = '') {
  const failures: unknown[] = [];
  const audio: string[] = [];
  const answer = new SpokenAnswer({
    ...{ model, voice, signal: new AbortController().signal },
    onAudio: (bytes) => audio.push(new TextDecoder().decode(bytes)),
    onFailure: (error) => failures.push(error),
  });
  return { answer, audio, failures };
}

test('an answer is said in two sentences at first, in more later, and to its end', async () => {
  const { model, said } = speaking();
  const { answer, audio } = spoken(Promise.resolve(model));
  for (const piece of ['One.', ' Tw', 'o! Thr', 'ee? Four. Five', '.', ' Six. Seven. And then']) answer.add(piece);
  await answer.end();
  expect(said).toEqual(['One. Two!', 'Three? Four. Five.', 'Six. Seven. And then']);
  expect(audio).toEqual(said);
});

test('where no sentence ends, a word does', async () => {
  const { model, said } = speaking();
  const { answer } = spoken(Promise.resolve(model));
  const words = 'word '.repeat(250);
  for (const word of words.split(/(?<= )/)) answer.add(word);
  answer.add('x'.repeat(1500));
  answer.add(' End. It');
  await answer.end();
  expect(said.join(' ').replaceAll(' ', '')).toBe(`${words}${'x'.repeat(1500)}End.It`.replaceAll(' ', ''));
  expect(said.flatMap((text) => text.split(' ')).filter((word) => !/^x+$/.test(word))).toEqual([
    ...words.trim().split(' '),
    ...['End.', 'It'],
  ]);
});

test('an answer of very many small pieces without a sentence costs no more than its length', async () => {
  const { model, said } = speaking();
  const { answer } = spoken(Promise.resolve(model));
  for (let i = 0; i < 200_000; i += 1) answer.add('a-');
  await answer.end();
  expect(said.join('')).toBe('a-'.repeat(200_000));
});

test('what is replaced before it was said is not said', async () => {
  const { model, said } = speaking();
  const { answer } = spoken(Promise.resolve(model));
  answer.add('Something bad.');
  answer.replace('Not told.');
  await answer.end();
  expect(said).toEqual(['Not told.']);
});

test.each([
  ['onyx', 'onyx: Hi'],
  ['nobody', 'alloy: Hi'],
  ['', 'alloy: Hi'],
])('the voice %j says %j', async (voice, expected) => {
  const { model, said } = speaking({ voices: ['alloy', 'onyx'] });
  const { answer } = spoken(Promise.resolve(model), voice);
  answer.add('Hi');
  await answer.end();
  expect(said).toEqual([expected]);
});

test('after a failure nothing is said, and it is told of once', async () => {
  const { model, said } = speaking({ failsAt: 'One. Two.' });
  const { answer, failures } = spoken(Promise.resolve(model));
  answer.add('One. Two.');
  answer.add('Three. Four. Five.');
  await answer.end();
  expect([said, failures]).toEqual([[], [new Error('no voice')]]);
});

test('without a model nothing is said, and it is told of once', async () => {
  const { answer, failures } = spoken(Promise.reject(new Error('no model')));
  answer.add('One. Two. Three.');
  await answer.end();
  expect(failures).toEqual([new Error('no model')]);
});
