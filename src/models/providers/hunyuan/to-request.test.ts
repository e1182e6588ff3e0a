import { expect, test } from 'vitest';
import { plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import type { LanguageRequest } from '../../index.ts';
import { toRequest } from './to-request.ts';

const tool = (name: string) => ({ name, description: '', parameters: {} });
const body = (more: Partial<LanguageRequest>) => toRequest('m', { ...plainQuestion(), ...more });

test('enhancement can be turned off, and a parameter that Tencent does not know is not sent', () => {
  const sent = body({ parameters: { enable_enhance: false, max_tokens: 5, seed: 7, temperature: null } });
  expect(sent).toEqual({
    Model: 'm',
    Stream: true,
    EnableEnhancement: false,
    Seed: 7,
    Messages: [{ Role: 'user', Content: 'hello' }],
  });
});

test.each([
  ['none', ['a', 'b'], 'none', undefined],
  ['required', ['a', 'b'], 'auto', undefined],
  ['required', ['a'], 'custom', 'a'],
] as const)('%s of the tools %j is said as %s', (toolChoice, names, said, forced) => {
  const sent = body({ tools: names.map(tool), toolChoice });
  expect(sent['ToolChoice']).toBe(said);
  expect(sent['CustomTool']).toEqual(
    forced && { Type: 'function', Function: { Name: forced, Description: '', Parameters: '{}' } },
  );
});
