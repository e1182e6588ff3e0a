import { expect, test } from 'vitest';
import { secret } from '../../engine/index.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { EndConfig } from './config.ts';
import { end } from './index.ts';

const outputs = [
  { variable: 'a', value_selector: ['n', 'a'] },
  { variable: 'b', value_selector: ['n', 'ghost'], value_type: 'string' },
];

test('a missing variable is null', async () => {
  const result = await runNode(end, { outputs }, { variables: { 'n.a': [1] } });
  expect(outputsOf(result)).toEqual({ a: [1], b: null });
});

test('records never show a secret', async () => {
  const result = await runNode(end, { outputs }, { variables: { 'n.a': secret('sk-1234567890') } });
  expect(result.inputs).toEqual({ a: 'sk-123************90', b: null });
});

test('outputs are sent in order, each on a line of its own', () => {
  expect(end.response?.(EndConfig.parse({ outputs }))).toEqual([
    { kind: 'variable', selector: ['n', 'a'] },
    { kind: 'text', text: '\n' },
    { kind: 'variable', selector: ['n', 'ghost'] },
  ]);
});
