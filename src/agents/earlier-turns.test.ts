import { expect, test } from 'vitest';
import type { PromptMessage } from '../models/index.ts';
import { turnsInWords, withoutCalls } from './earlier-turns.ts';

const history: readonly PromptMessage[] = [
  { role: 'user', content: 'weather?' },
  {
    ...{ role: 'assistant', content: 'I look.' },
    toolCalls: [
      { id: '1', name: 'rain', arguments: '{"city": "Köln"}' },
      { id: '2', name: 'wind', arguments: '{}' },
    ],
  },
  { role: 'tool', toolCallId: '1', toolName: 'rain', content: 'some' },
  { role: 'tool', toolCallId: '2', toolName: 'wind', content: 'none' },
  { role: 'assistant', content: '', toolCalls: [{ id: '3', name: 'snow', arguments: '{}' }] },
  { role: 'tool', toolCallId: '3', toolName: 'snow', content: 'never' },
  { role: 'assistant', content: 'It rains.' },
  { role: 'user', content: 'thanks' },
  { role: 'assistant', content: 'Welcome.' },
];
const [question, , , , , , answer, thanks, welcome] = history;

test('a turn that called tools is told in the words of its steps, in one message', () => {
  const steps = [
    'Thought: I look.',
    'Action: {"action": "rain", "action_input": {"city": "Köln"}}',
    'Observation: some',
    'Action: {"action": "wind", "action_input": {}}',
    'Observation: none',
    'Action: {"action": "snow", "action_input": {}}',
    'Observation: never',
    'Final Answer: It rains.',
  ];
  expect(turnsInWords(history)).toEqual([
    question,
    { role: 'assistant', content: steps.join('\n\n') },
    thanks,
    welcome,
  ]);
});

test('a model without tools is told only what was said', () => {
  expect(withoutCalls(history)).toEqual([question, { role: 'assistant', content: 'I look.' }, answer, thanks, welcome]);
});
