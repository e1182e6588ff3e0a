import { expect, test } from 'vitest';
import { files } from '../../engine/index.ts';
import { Float, type JsonValue } from '../../kernel/index.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { ifElse } from './index.ts';

interface Row {
  readonly actual: JsonValue;
  readonly operator: string;
  readonly value?: JsonValue;
}

async function evaluate({ actual, operator, value = null }: Row) {
  const condition = { variable_selector: ['n', 'x'], comparison_operator: operator, value };
  const document = { cases: [{ case_id: 'hit', logical_operator: 'and', conditions: [condition] }] };
  return runNode(ifElse, document, { variables: { 'n.x': actual, 'n.other': 'b' } });
}

test.each<[JsonValue, string, JsonValue, boolean]>([
  ['abc', 'contains', 'b', true],
  ['abc', 'contains', '{{#n.other#}}', true],
  ['', 'contains', '', false],
  ['', 'not contains', 'a', true],
  [0, 'not contains', 'a', true],
  [['a', 'b'], 'contains', 'a', true],
  [[1, 2], 'contains', '1', false],
  [[true, true], 'contains', 'false', false],
  ['abc', 'start with', 'ab', true],
  ['abc', 'end with', 'ab', false],
  ['a', 'is', 'a', true],
  [true, 'is', 'true', true],
  [true, 'is', 1, true],
  [false, 'is not', true, true],
  [null, 'is', 'a', false],
  [null, 'is not', 'a', false],
  [null, '≠', '1', false],
  [null, 'not in', ['a'], true],
  [null, 'not contains', 'a', true],
  [0, 'empty', null, true],
  [false, 'empty', '', true],
  [new Float(0), 'empty', null, true],
  [{ a: 1 }, 'not empty', null, true],
  ['v', 'in', ['v', 'w'], true],
  ['v', 'not in', ['v'], false],
  [['a', 'b', 'c'], 'all of', ['a', 'b'], true],
  ['abc', 'all of', ['a', 'z'], false],
  [5, '=', ' 5 ', true],
  [new Float(5), '=', '5', true],
  [2.5, '≠', '2.5', false],
  [5, '>', '4.5', true],
  [5, '≥', '5.0', true],
  [9007199254740993n, '>', '9007199254740992', true],
  [5, '<', '1e1', true],
  [null, 'null', null, true],
  [null, 'exists', null, false],
])('%o %s %o is %s', async (actual, operator, value, holds) => {
  expect(await evaluate({ actual, operator, value })).toMatchObject({
    status: 'succeeded',
    branch: holds ? 'hit' : 'false',
  });
});

test.each<[JsonValue, string, JsonValue, string]>([
  [5, 'contains', 'a', 'Invalid actual value type: string or array'],
  [5, 'start with', 'a', 'Invalid actual value type: string'],
  [5, 'is', '5', 'Invalid actual value type: string or boolean'],
  ['a', 'in', 'abc', 'Invalid expected value type: array'],
  ['a', '=', '1', 'Invalid actual value type: number or boolean'],
  [5, '=', '5.0', "invalid literal for int() with base 10: '5.0'"],
  ['a', '>', '1', 'Invalid actual value type: number'],
  [5, '>', 'x', "Cannot convert 'x' to number"],
])('%o %s %o fails: %s', async (actual, operator, value, error) => {
  expect(await evaluate({ actual, operator, value })).toMatchObject({ status: 'failed', error });
});

test('a missing variable fails the node, but not behind a condition that decides', async () => {
  const missing = { variable_selector: ['ghost', 'x'], comparison_operator: 'is', value: 'a' };
  const present = { variable_selector: ['n', 'x'], comparison_operator: 'is', value: 'a' };
  const run = (conditions: JsonValue) =>
    runNode(ifElse, { cases: [{ case_id: 'c', logical_operator: 'or', conditions }] }, { variables: { 'n.x': 'a' } });
  expect(await run([missing])).toMatchObject({ status: 'failed', error: "Variable ['ghost', 'x'] not found" });
  expect(await run([present, missing])).toMatchObject({ status: 'succeeded', branch: 'c' });
});

test('the record shows the conditions of the last case that was looked at', async () => {
  const condition = { variable_selector: ['n', 'x'], comparison_operator: 'is', value: 'a' };
  const cases = [{ case_id: 'one', logical_operator: 'and', conditions: [{ ...condition, value: 'z' }] }];
  const result = await runNode(
    ifElse,
    { cases: [...cases, { case_id: 'two', logical_operator: 'and', conditions: [condition] }] },
    { variables: { 'n.x': 'a' } },
  );
  expect(result).toMatchObject({
    branch: 'two',
    inputs: { conditions: [{ actual_value: 'a', expected_value: 'a', comparison_operator: 'is' }] },
    processData: {
      condition_results: [
        { group: { case_id: 'one' }, results: [false], final_result: false },
        { group: { case_id: 'two' }, results: [true], final_result: true },
      ],
    },
  });
  expect(outputsOf(result)).toEqual({ result: true, selected_case_id: 'two' });
});

test('conditions on the node itself are one case with the way out "true"', async () => {
  const conditions = [{ variable_selector: ['n', 'x'], comparison_operator: 'is', value: 'a' }];
  const result = await runNode(ifElse, { logical_operator: 'or', conditions }, { variables: { 'n.x': 'a' } });
  expect(result).toMatchObject({ branch: 'true', processData: { condition_results: [{ group: 'default' }] } });
});

const photo = {
  kind: 'image',
  transferMethod: 'remote_url',
  filename: 'a.png',
  extension: '.png',
  mimeType: 'image/png',
} as const;

test.each([
  ['contains', { key: 'extension', comparison_operator: 'is', value: 'pdf' }, true],
  ['contains', { key: 'size', comparison_operator: '>', value: '5000' }, false],
  ['not contains', { key: 'name', comparison_operator: 'not contains', value: 'a' }, false],
  ['contains', { key: 'type', comparison_operator: 'in', value: ['image'] }, true],
])('a list of files %s %o: %s', async (operator, condition, holds) => {
  const both = files([
    { ...photo, size: 100 },
    { ...photo, kind: 'document', filename: 'b.pdf', extension: '.pdf', size: 2000 },
  ]);
  const sub = { logical_operator: 'and', conditions: [condition] };
  const outer = { variable_selector: ['n', 'fs'], comparison_operator: operator, sub_variable_condition: sub };
  const document = { cases: [{ case_id: 'hit', logical_operator: 'and', conditions: [outer] }] };
  const result = await runNode(ifElse, document, { variables: { 'n.fs': both } });
  expect(result).toMatchObject({ branch: holds ? 'hit' : 'false' });
});
