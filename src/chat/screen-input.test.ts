import { expect, test } from 'vitest';
import type { JsonObject } from '../kernel/index.ts';
import type { ModerationHelp } from './moderation-rules.ts';
import { screenInput } from './screen-input.ts';

const rules = (config: JsonObject, enabled = true, type = 'keywords') => ({
  ...{ enabled, type },
  config: { keywords: 'Forbidden\n\n secret ', inputs_config: { enabled: true, preset_response: 'No.' }, ...config },
});
/** Asking for anything that the rules do not need is a mistake. */
const nobody: ModerationHelp = {
  appId: 'app',
  models: {
    moderationModel: () => Promise.reject(new Error('asked for a model')),
    defaultModel: () => Promise.reject(new Error('asked for a model')),
  },
  extensions: () => Promise.reject(new Error('asked an extension')),
};

test.each([
  ['this is FORBIDDEN', 'No.'],
  ['a secretive text', 'No.'],
  ['nothing of the kind', undefined],
  ['', undefined],
])('%s is answered with %s', async (text, answer) => {
  const verdict = answer === undefined ? { kind: 'passes' } : { kind: 'answered', answer };
  expect(await screenInput(rules({}), { inputs: { a: 'harmless', b: text } }, nobody)).toEqual(verdict);
  expect(await screenInput(rules({}), { inputs: {}, query: text }, nobody)).toEqual(verdict);
});

test('values that are no texts are looked at as texts', async () => {
  const asked = { inputs: { list: ['a secret'], nothing: null, number: 7 } };
  expect(await screenInput(rules({}), asked, nobody)).toMatchObject({ kind: 'answered' });
});

test('rules that are off, or off for inputs, let everything pass', async () => {
  const asked = { inputs: {}, query: 'forbidden' };
  expect(await screenInput(rules({}, false), asked, nobody)).toEqual({ kind: 'passes' });
  expect(await screenInput(rules({ inputs_config: { enabled: false } }), asked, nobody)).toEqual({ kind: 'passes' });
});

test('a provider that is asked decides', async () => {
  const models = {
    defaultModel: async () => undefined,
    moderationModel: async () => ({ isFlagged: async (text: string) => text.includes('bad') }),
  };
  const ask = (query: string) =>
    screenInput(rules({}, true, 'openai_moderation'), { inputs: {}, query }, { ...nobody, models });
  expect(await ask('so bad')).toEqual({ kind: 'answered', answer: 'No.' });
  expect(await ask('so good')).toEqual({ kind: 'passes' });
});

test.each([
  [{ flagged: false, action: 'direct_output' }, { kind: 'passes' }],
  [
    { flagged: true, action: 'direct_output', preset_response: 'Not here.' },
    { kind: 'answered', answer: 'Not here.' },
  ],
  [
    { flagged: true, action: 'overridden', inputs: { name: '***' }, query: 'who?' },
    { kind: 'overridden', inputs: { name: '***' }, query: 'who?' },
  ],
])('an extension that replies %j decides so', async (reply, verdict) => {
  const asked: unknown[] = [];
  const extensions = async (...question: unknown[]) => {
    asked.push(question);
    return reply as JsonObject;
  };
  const api = rules({ api_based_extension_id: 'ext' }, true, 'api');
  expect(await screenInput(api, { inputs: { name: 'Bob' }, query: 'q' }, { ...nobody, extensions })).toEqual(verdict);
  expect(asked).toEqual([['ext', 'app.moderation.input', { app_id: 'app', inputs: { name: 'Bob' }, query: 'q' }]]);
});
