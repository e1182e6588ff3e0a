import { expect, test } from 'vitest';
import { applyOverrides, parseModelOverride } from './model-override.ts';

const apply = (overrides: readonly string[], provider: string, name: string) => {
  const { provider: to, name: model } = applyOverrides({ provider, name }, overrides.map(parseModelOverride));
  return `${to}:${model}`;
};

test.each([
  ['*=ollama:llama3.2:3b', 'openai', 'gpt-4o', 'ollama:llama3.2:3b'],
  ['openai:gpt-4o=groq:llama', 'langgenius/openai/openai', 'gpt-4o', 'groq:llama'],
  ['openai:gpt-*=groq:llama', 'openai', 'gpt-4o-mini', 'groq:llama'],
  ['openai:gpt-*=groq:llama', 'openai', 'o3', 'openai:o3'],
  ['*:*-mini=groq:llama', 'anthropic', 'x-mini', 'groq:llama'],
  ['google:*=groq:llama', 'langgenius/gemini/google', 'g', 'groq:llama'],
  ['gpt-4o=groq:llama', 'azure_openai', 'gpt-4o', 'groq:llama'],
  ['a*b*c:*=groq:llama', 'langgenius/aXbYc/aXbYc', 'm', 'groq:llama'],
  ['a*b*c:*=groq:llama', 'aXcYb', 'm', 'aXcYb:m'],
])('%s turns %s:%s into %s', (override, provider, name, expected) => {
  expect(apply([override], provider, name)).toBe(expected);
});

test('the first override that fits wins', () => {
  expect(apply(['openai:gpt-4o=a:1', '*=b:2'], 'openai', 'gpt-4o')).toBe('a:1');
});

test.each(['x', '=a:b', 'a=b', 'a=:b', ''])('%j is refused with an example', (text) => {
  expect(() => parseModelOverride(text)).toThrow(/FROM=TO/);
});
