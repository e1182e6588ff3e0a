import { expect, test } from 'vitest';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { variableAggregator } from './index.ts';

const variables = { 'b.output': null, 'c.output': 'C' };

test('the first variable in list order that exists wins, null too', async () => {
  const selectors = [
    ['a', 'output'],
    ['b', 'output'],
    ['c', 'output'],
  ];
  const result = await runNode(variableAggregator, { variables: selectors }, { variables });
  expect(outputsOf(result)).toEqual({ output: null });
  expect(result.inputs).toEqual({ output: null });
});

test('nothing to choose from is no error', async () => {
  const result = await runNode(variableAggregator, { variables: [['a', 'output']] });
  expect(result).toMatchObject({ status: 'succeeded', outputs: {} });
});

test('each group has an object with its output', async () => {
  const groups = [
    { group_name: 'one', output_type: 'string', variables: [['c', 'output']] },
    { group_name: 'two', output_type: 'string', variables: [['a', 'output']] },
  ];
  const advanced_settings = { group_enabled: true, groups };
  const result = await runNode(variableAggregator, { variables: [], advanced_settings }, { variables });
  expect(outputsOf(result)).toEqual({ one: { output: 'C' } });
});
