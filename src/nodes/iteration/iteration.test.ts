import { expect, test } from 'vitest';
import { fromJson } from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import type { CodeSandbox } from '../../platform/sandbox/index.ts';
import { type Documents, runGraph } from '../testing/run-graph.ts';

/** A code node inside: its only program is the function of the test. */
async function iterate(
  items: JsonValue,
  config: JsonObject = {},
  work: (item: JsonValue, index: JsonValue) => JsonValue | Promise<JsonValue> = (item) => item,
) {
  const sandbox: CodeSandbox = {
    run: async ({ inputs }) => ({
      result: { r: await work(inputs['item'] ?? null, inputs['index'] ?? null) },
      stdout: '',
    }),
  };
  const documents: Documents = {
    start: { type: 'start' },
    iter: {
      type: 'iteration',
      start_node_id: 'begin',
      iterator_selector: ['conversation', 'items'],
      output_selector: ['work', 'r'],
      ...config,
    },
    begin: { type: 'iteration-start', parentId: 'iter' },
    work: {
      type: 'code',
      parentId: 'iter',
      code_language: 'python3',
      code: '',
      variables: [
        { variable: 'item', value_selector: ['iter', 'item'] },
        { variable: 'index', value_selector: ['iter', 'index'] },
      ],
      outputs: { r: { type: 'boolean' } }, // the one type whose values are not checked
    },
    end: { type: 'end', outputs: [{ variable: 'o', value_selector: ['iter', 'output'] }] },
  };
  return runGraph(documents, ['start > iter', 'begin > work', 'iter > end'], {
    variables: [[['conversation', 'items'], fromJson(items)]],
    capabilities: { sandbox },
  });
}

const fails = (bad: JsonValue) => (item: JsonValue) => {
  if (item === bad) throw Object.assign(new Error(`bad item ${item}`), { name: 'CodeError' });
  return item;
};

test('one round per item, in order, with index and item', async () => {
  const { outputs, finished } = await iterate(['a', 'b'], {}, (item, index) => `${index}:${item}`);
  expect(outputs).toEqual({ o: ['0:a', '1:b'] });
  expect(finished('iter')).toMatchObject({
    inputs: { iterator_selector: ['a', 'b'] },
    metadata: { iteration_duration_map: { 0: expect.anything(), 1: expect.anything() }, total_tokens: 0 },
  });
});

test.each<[string, JsonObject, JsonValue, JsonValue]>([
  ['lists are joined by one level', {}, [[1, [2]], null, [3]], [1, [2], 3]],
  ['unless that is switched off', { flatten_output: false }, [[1], [2]], [[1], [2]]],
  ['or one result is no list', {}, [['a'], 'b'], [['a'], 'b']],
  ['results that are all null stay', {}, [null, null], [null, null]],
])('%s', async (_, config, items, expected) => {
  expect((await iterate(items, config)).outputs).toEqual({ o: expected });
});

test.each([[null], [[]]])('%o is an empty list', async (items) => {
  const { outputs, end } = await iterate(items);
  expect([end, outputs]).toMatchObject([{ status: 'succeeded' }, { o: [] }]);
});

test('anything else is refused', async () => {
  const { end } = await iterate('text');
  expect(end).toMatchObject({ status: 'failed', error: "invalid iterator value: 'text', please provide a list." });
});

test.each<[string, JsonObject, JsonValue]>([
  ['null stands in the place of a failed round', { error_handle_mode: 'continue-on-error' }, [1, null, 3]],
  ['the place of a failed round is left out', { error_handle_mode: 'remove-abnormal-output' }, [1, 3]],
])('%s', async (_, config, expected) => {
  const { outputs, end } = await iterate([1, 2, 3], config, fails(2));
  expect(outputs).toEqual({ o: expected });
  expect(end.type).toBe('run-finished');
});

test('a failed round ends the iteration with its error', async () => {
  const worked: JsonValue[] = [];
  const { end } = await iterate([1, 2, 3], {}, (item) => {
    worked.push(item);
    return fails(2)(item);
  });
  expect(end).toMatchObject({ status: 'failed', error: 'bad item 2' });
  expect(worked).toEqual([1, 2]);
});

test('parallel rounds are bounded and keep the order of the items', async () => {
  let active = 0;
  let most = 0;
  // the first of each pair waits until the second has begun: rounds that are not parallel never end
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const { outputs } = await iterate([0, 1, 2, 3], { is_parallel: true, parallel_nums: 2 }, async (item) => {
    most = Math.max(most, ++active);
    gates[Number(item)]?.resolve();
    if (Number(item) % 2 === 0) await gates[Number(item) + 1]?.promise;
    active--;
    return item;
  });
  expect(outputs).toEqual({ o: [0, 1, 2, 3] });
  expect(most).toBe(2);
});
