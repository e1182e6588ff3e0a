import { expect, test } from 'vitest';
import { plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import type { LanguageRequest } from '../../index.ts';
import { toWorkshopRequest } from './to-workshop-request.ts';

const body = (more: Partial<LanguageRequest>) => toWorkshopRequest('m', { ...plainQuestion(), ...more });

test('two calls at once are told one after another, each with its result', () => {
  const call = (id: string) => ({ id, name: `tool-${id}`, arguments: '' });
  const result = (id: string, content: string) => ({
    role: 'tool' as const,
    toolCallId: id,
    toolName: `tool-${id}`,
    content,
  });
  const messages = [
    { role: 'user' as const, content: 'both' },
    { role: 'assistant' as const, content: 'well', toolCalls: [call('a'), call('b')] },
    result('b', 'second'),
    result('a', ''),
    { role: 'user' as const, content: 'and?' },
  ];
  expect(body({ messages })['messages']).toEqual([
    { role: 'user', content: 'both' },
    { role: 'assistant', content: 'well', function_call: { name: 'tool-a', arguments: '{}' } },
    { role: 'function', name: 'tool-a', content: ' ' },
    { role: 'assistant', content: 'well', function_call: { name: 'tool-b', arguments: '{}' } },
    { role: 'function', name: 'tool-b', content: 'second' },
    { role: 'user', content: 'and?' },
  ]);
});

test('parameters get the words of the older API', () => {
  const parameters = { presence_penalty: 1.5, disable_search: true, response_format: 'json_object', top_p: null };
  expect(body({ parameters, user: 'u-1' })).toEqual({
    messages: [{ role: 'user', content: 'hello' }],
    stream: true,
    penalty_score: 1.5,
    disable_search: true,
    response_format: 'json_object',
    user_id: 'u-1',
  });
});

test.each([
  ['none', undefined, undefined],
  ['auto', 1, undefined],
  ['required', 1, { type: 'function', function: { name: 'f' } }],
] as const)('with the tool choice %s', (toolChoice, count, forced) => {
  const sent = body({ tools: [{ name: 'f', description: '', parameters: {} }], toolChoice });
  expect(sent['functions']).toEqual(count && [{ name: 'f', description: '', parameters: {} }]);
  expect(sent['tool_choice']).toEqual(forced);
});
