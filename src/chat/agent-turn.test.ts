import { expect, test } from 'vitest';
import { agentTurn, type KeptThought } from './agent-turn.ts';

const thought = (more: Partial<KeptThought>): KeptThought => ({
  ...{ id: 't', thought: '', tool: '', toolInput: '', observation: '' },
  ...more,
});

test('what a turn called, each call with what it gave, and then the answer', () => {
  const calling = thought({
    ...{ thought: 'I look.', tool: 'rain;wind' },
    toolInput: '{"rain": {"city": "Köln"}, "wind": {}}',
    observation: '{"rain": "some", "wind": "none"}',
  });
  expect(agentTurn([calling, thought({ id: 'u', thought: 'It rains.' })], 'I look.\nIt rains.')).toEqual([
    {
      ...{ role: 'assistant', content: 'I look.' },
      toolCalls: [
        { id: 't_0', name: 'rain', arguments: '{"city": "Köln"}' },
        { id: 't_1', name: 'wind', arguments: '{}' },
      ],
    },
    { role: 'tool', toolCallId: 't_0', toolName: 'rain', content: 'some' },
    { role: 'tool', toolCallId: 't_1', toolName: 'wind', content: 'none' },
    { role: 'assistant', content: 'It rains.' },
  ]);
});

test('a turn without thoughts is its answer', () => {
  expect(agentTurn([], 'Written beforehand.')).toEqual([{ role: 'assistant', content: 'Written beforehand.' }]);
});

test('a turn that was stopped among its calls: every call has an answer, and the turn ends with what was seen', () => {
  const stopped = thought({ thought: 'I look.', tool: 'constructor', toolInput: '{"constructor": {}}' });
  expect(agentTurn([stopped], 'I look.')).toEqual([
    {
      ...{ role: 'assistant', content: 'I look.' },
      toolCalls: [{ id: 't_0', name: 'constructor', arguments: '{}' }],
    },
    { role: 'tool', toolCallId: 't_0', toolName: 'constructor', content: '' },
    { role: 'assistant', content: 'I look.' },
  ]);
});

test('an observation that is no JSON is each call’s', () => {
  const calling = thought({ tool: 'rain', toolInput: 'city', observation: 'some' });
  expect(agentTurn([calling], 'ok')).toMatchObject([
    { toolCalls: [{ arguments: '{}' }] },
    { role: 'tool', content: 'some' },
    { role: 'assistant', content: 'ok' },
  ]);
});
