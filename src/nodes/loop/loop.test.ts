import { expect, test } from 'vitest';
import { fromJson, number } from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import { runGraph } from '../testing/run-graph.ts';

const counter = { label: 'n', var_type: 'number', value_type: 'constant', value: 0 };

function until(value: string, operator = '≥') {
  return { break_conditions: [{ variable_selector: ['loop', 'n'], comparison_operator: operator, value }] };
}

/** Counts `n` up in every round; `leaveAt` reaches a loop-end when `n` is that. */
function countUp(config: JsonObject = {}, leaveAt = 99) {
  const inside = { parentId: 'loop' };
  return runGraph(
    {
      start: { type: 'start' },
      loop: {
        type: 'loop',
        start_node_id: 'begin',
        loop_count: 4,
        logical_operator: 'and',
        loop_variables: [counter],
        ...config,
      },
      begin: { ...inside, type: 'loop-start' },
      inc: {
        ...inside,
        type: 'assigner',
        version: '2',
        items: [{ variable_selector: ['loop', 'n'], input_type: 'constant', operation: '+=', value: 1 }],
      },
      enough: {
        ...inside,
        type: 'if-else',
        cases: [
          {
            case_id: 'yes',
            logical_operator: 'and',
            conditions: [{ variable_selector: ['loop', 'n'], comparison_operator: '=', value: String(leaveAt) }],
          },
        ],
      },
      leave: { ...inside, type: 'loop-end' },
      end: {
        type: 'end',
        outputs: [
          { variable: 'n', value_selector: ['loop', 'n'] },
          { variable: 'r', value_selector: ['loop', 'loop_round'] },
        ],
      },
    },
    ['start > loop', 'begin > inc', 'inc > enough', 'enough:yes > leave', 'loop > end'],
    { variables: [[['conversation', 'three'], number(3)]] },
  );
}

test.each<[string, JsonObject, number | undefined, JsonValue, string]>([
  ['up to the count', {}, undefined, { n: 4, r: 4 }, 'loop_completed'],
  ['until a condition holds after a round', until('3'), undefined, { n: 3, r: 3 }, 'loop_break'],
  ['until a loop-end is reached', {}, 2, { n: 2, r: 2 }, 'loop_break'],
  [
    'not at all when the condition holds before: the variables are there',
    until('0', '='),
    undefined,
    { n: 0, r: null },
    'loop_break',
  ],
  [
    'a condition on what only a round gives is no reason to stop before the first',
    { break_conditions: [{ variable_selector: ['enough', 'result'], comparison_operator: 'is', value: 'false' }] },
    undefined,
    { n: 1, r: 1 },
    'loop_break',
  ],
])('runs %s', async (_, config, leaveAt, outputs, reason) => {
  const run = await countUp(config, leaveAt);
  expect(run.end).toMatchObject({ status: 'succeeded' });
  expect(run.outputs).toEqual(outputs);
  expect(run.finished('loop')?.metadata?.['completed_reason']).toBe(reason);
});

test('records its inputs, and the variables and time of each round', async () => {
  const { finished } = await countUp({ loop_count: 2 });
  expect(finished('loop')).toMatchObject({
    inputs: { loop_count: 2, n: 0 },
    metadata: { loop_variable_map: { 0: { n: 1 }, 1: { n: 2 } }, loop_duration_map: { 0: expect.anything() } },
  });
});

test('a condition that cannot be evaluated after a round fails the loop', async () => {
  const { end } = await countUp(until('many'));
  expect(end).toMatchObject({ status: 'failed', error: "Cannot convert 'many' to number" });
});

const variable = (var_type: string, value: JsonValue, value_type = 'constant') => ({
  label: 'n',
  var_type,
  value_type,
  value,
});

async function initialValue(declared: JsonObject) {
  const { end, finished } = await runGraph(
    {
      start: { type: 'start' },
      loop: { type: 'loop', loop_count: 1, logical_operator: 'or', start_node_id: 'begin', loop_variables: [declared] },
      begin: { type: 'loop-start', parentId: 'loop' },
    },
    ['start > loop'],
    { variables: [[['conversation', 'list'], fromJson(['a'])]] },
  );
  if (end.type !== 'run-finished' || end.status !== 'succeeded') return end.type === 'run-finished' && end.error;
  return finished('loop')?.inputs?.['n'];
}

test.each<[JsonObject, JsonValue]>([
  [variable('string', '5'), '5'],
  [variable('number', 2.5), 2.5],
  [variable('number', '2.5'), 2.5],
  [variable('boolean', 'true'), true],
  [variable('object', '{"a": 1}'), { a: 1 }],
  [variable('object', { a: 1 }), { a: 1 }],
  [variable('array[number]', '[1, 2]'), [1, 2]],
  [variable('array[string]', ''), []],
  [variable('string', ['conversation', 'list'], 'variable'), ['a']],
])('a loop variable %o begins as %o', async (declared, expected) => {
  expect(await initialValue(declared)).toEqual(expected);
});

test.each([
  [variable('number', 'many')],
  [variable('array[number]', '["a"]')],
  [variable('string', ['ghost', 'x'], 'variable')],
  [variable('string', 'no selector', 'variable')],
])('a loop variable %o is refused', async (declared) => {
  expect(await initialValue(declared)).toBe('Invalid value for loop variable n');
});
