import { expect, test } from 'vitest';
import { canonicalProvider, pluginOf } from './providers.ts';

test.each([
  ['openai', 'model', 'langgenius/openai/openai'],
  ['google', 'model', 'langgenius/gemini/google'],
  ['google', 'tool', 'langgenius/google/google'],
  ['jina', 'tool', 'langgenius/jina_tool/jina'],
  ['jina', 'model', 'langgenius/jina/jina'],
  ['langgenius/gemini/google', 'model', 'langgenius/gemini/google'],
  ['langgenius/siliconflow/siliconflow', 'tool', 'langgenius/siliconflow_tool/siliconflow'],
  ['acme/jina/jina', 'tool', 'acme/jina/jina'],
  ['My Own Tool', 'tool', 'My Own Tool'],
  ['a/b', 'model', 'a/b'],
  ['', 'model', ''],
] as const)('provider "%s" of a %s is %s', (name, kind, canonical) => {
  expect(canonicalProvider(name, kind)).toBe(canonical);
});

test('a provider belongs to a plugin', () => {
  expect(pluginOf('google', 'model')).toBe('langgenius/gemini');
  expect(pluginOf('My Own Tool', 'tool')).toBeUndefined();
});
