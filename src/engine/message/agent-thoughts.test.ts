import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import type { AgentLogged } from '../events/run-event.ts';
import { AgentThoughts } from './agent-thoughts.ts';

function logged(data: JsonObject, more: { readonly error?: string; readonly parentId?: string } = {}): AgentLogged {
  const entry = { id: 'l', label: 'l', parentId: 'round', status: 'success' as const, metadata: {}, data, ...more };
  return { type: 'agent-logged', at: 0, nodeId: 'agent', executionId: 'e', entry };
}

/** The round after these lines of its log. */
function fold(lines: readonly AgentLogged[]) {
  const thoughts = new AgentThoughts();
  return lines.map((line) => thoughts.add(line)).at(-1);
}

test('function calling: calls and what they gave, by name, beside what was said', () => {
  const called = (name: string, response: string) =>
    logged({ output: { tool_call_id: '1', tool_call_name: name, tool_call_input: {}, tool_response: response } });
  const thought = logged({
    ...{ output: 'I look.', tool_name: 'rain;wind' },
    tool_input: [
      { name: 'rain', args: { city: 'Köln' } },
      { name: 'wind', args: {} },
    ],
  });
  expect(fold([thought, called('rain', 'some'), called('wind', 'none')])).toMatchObject({
    ...{ position: 1, thought: 'I look.', tool: 'rain;wind' },
    toolInput: '{"rain": {"city": "Köln"}, "wind": {}}',
    observation: '{"rain": "some", "wind": "none"}',
  });
});

test('ReAct: the action is the call', () => {
  const thought = logged({ thought: 'I look.', action: 'rain', action_input: { city: 'Köln' } });
  const call = logged({ tool_name: 'rain', tool_call_args: { city: 'Köln' }, output: 'some' });
  expect(fold([thought, call])).toMatchObject({
    ...{ thought: 'I look.', tool: 'rain', toolLabels: { rain: { en_US: 'rain', zh_Hans: 'rain' } } },
    ...{ toolInput: '{"rain": {"city": "Köln"}}', observation: '{"rain": "some"}' },
  });
});

test('ReAct: the answer belongs to the last thought, which calls nothing', () => {
  const answer = logged({ thought: 'I know.', action: 'It rains.' });
  const { parentId: id = '', ...round } = answer.entry;
  const end = { ...answer, entry: { ...round, id, data: {} } };
  expect(fold([answer])).toMatchObject({ thought: 'I know.', tool: '' });
  expect(fold([answer, end])).toMatchObject({ thought: 'I know.It rains.', tool: '', toolInput: '', observation: '' });
});

test('what failed is what its error says; rounds are counted', () => {
  const failed = logged({ tool_name: 'rain', tool_call_args: {}, output: '' }, { error: 'no such city' });
  const next = logged({ output: 'Sorry.' }, { parentId: 'next' });
  expect(fold([failed])).toMatchObject({ observation: '{"rain": "no such city"}' });
  expect(fold([failed, next])).toMatchObject({ id: 'next', position: 2, thought: 'Sorry.' });
});
