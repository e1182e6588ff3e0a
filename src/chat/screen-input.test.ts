import { expect, test } from 'vitest';
import { screenInput } from './moderation.ts';

const rules = (config: object, enabled = true) => ({
  enabled,
  type: 'keywords',
  config: { keywords: 'Forbidden\n\n secret ', inputs_config: { enabled: true, preset_response: 'No.' }, ...config },
});
/** Keywords need no model: asking for one is a mistake. */
const noModels = {
  moderationModel: () => Promise.reject(new Error('asked for a model')),
  defaultModel: () => Promise.reject(new Error('asked for a model')),
};

test.each([
  ['this is FORBIDDEN', 'No.'],
  ['a secretive text', 'No.'],
  ['nothing of the kind', undefined],
  ['', undefined],
])('%s is answered with %s', async (text, expected) => {
  expect(await screenInput(rules({}), ['harmless', text], noModels)).toBe(expected);
});

test('rules that are off, or off for inputs, let everything pass', async () => {
  expect(await screenInput(rules({}, false), ['forbidden'], noModels)).toBeUndefined();
  expect(await screenInput(rules({ inputs_config: { enabled: false } }), ['forbidden'], noModels)).toBeUndefined();
});

test('a provider that is flagged decides', async () => {
  const models = {
    defaultModel: async () => undefined,
    moderationModel: async () => ({ isFlagged: async (text: string) => text.includes('bad') }),
  };
  const openai = { ...rules({}), type: 'openai_moderation' };
  expect(await screenInput(openai, ['so bad'], models)).toBe('No.');
  expect(await screenInput(openai, ['so good'], models)).toBeUndefined();
});
