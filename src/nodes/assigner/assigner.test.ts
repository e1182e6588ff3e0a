import { expect, test } from 'vitest';
import { array, none, type Value } from '../../engine/index.ts';
import { Float, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import { runNode, type Variables } from '../testing/run-node.ts';
import { assigner, itemsAssigner } from './index.ts';

const variables: Variables = {
  'conversation.s': 'init',
  'conversation.n': 10,
  'conversation.f': 2.5,
  'conversation.b': true,
  'conversation.o': { z: 1 },
  'conversation.ls': ['a', 'b'],
  'conversation.ln': array('array[number]', []),
  'conversation.any': array('array[any]', []),
  'code.text': 'x',
  'code.list': ['c', 'd'],
  'code.nul': none,
};

const item = (target: string, operation: string, value: JsonValue = null, input_type = 'constant') => ({
  variable_selector: ['conversation', target],
  operation,
  input_type,
  value,
});
const from = (target: string, operation: string, name: string) => item(target, operation, ['code', name], 'variable');

async function apply(...items: JsonObject[]) {
  const result = await runNode(itemsAssigner, { version: '2', items }, { variables });
  if (result.status !== 'succeeded') return result;
  return Object.fromEntries((result.updates ?? []).map(({ selector, value }) => [selector[1], value.value]));
}

test.each<[JsonObject, Value['value']]>([
  [from('s', 'over-write', 'text'), 'x'],
  [item('s', 'set', 'y'), 'y'],
  [item('n', '+=', 5), 15],
  [item('n', '-=', 2.5), 7.5],
  [item('n', '*=', 9007199254740993n), 90071992547409930n],
  [item('n', '/=', 4), 2.5],
  [item('n', '/=', 5), new Float(2)],
  [item('f', '*=', 2), new Float(5)],
  [item('b', 'set', false), false],
  [item('o', 'set', '{"z": 9}'), { z: 9 }],
  [from('ls', 'append', 'text'), ['a', 'b', 'x']],
  [from('ls', 'extend', 'list'), ['a', 'b', 'c', 'd']],
  [from('ls', 'over-write', 'list'), ['c', 'd']],
  [item('ls', 'remove-first', null, 'variable'), ['b']],
  [item('ls', 'remove-last', null, 'variable'), ['a']],
  [item('any', 'clear', null, 'variable'), []],
])('%o gives %o', async (document, value) => {
  expect(Object.values(await apply(document))).toEqual([value]);
});

test.each([
  ['s', ''],
  ['n', 0],
  ['f', new Float(0)],
  ['b', false],
  ['o', {}],
  ['ls', []],
])('clearing %s leaves %o', async (target, zero) => {
  expect(await apply(item(target, 'clear', null, 'variable'))).toEqual({ [target]: zero });
});

test.each<[JsonObject, string]>([
  [item('ghost', 'clear'), "Variable ['conversation', 'ghost'] not found"],
  [from('s', 'over-write', 'ghost'), "Variable ['code', 'ghost'] not found"],
  [item('s', '+=', 1), 'Operation += is not supported for type string'],
  [item('n', 'append', 1), 'Operation append is not supported for type integer'],
  [item('ls', 'append', 'x'), 'Input type constant is not supported for operation append'],
  [from('n', '+=', 'text'), 'Input type variable is not supported for operation +='],
  [from('ln', 'append', 'text'), 'Invalid input value x'],
  [item('n', '/=', 0), 'Invalid input value 0'],
  [item('s', 'set', 5), 'Invalid input value 5'],
  [item('o', 'set', 'no json'), 'Invalid input value no json'],
])('%o fails: %s', async (document, error) => {
  expect(await apply(item('n', 'set', 99), document)).toMatchObject({ status: 'failed', error });
});

test('items see what the ones before them wrote, and each variable is written once', async () => {
  expect(await apply(item('n', '-=', 3), item('n', '/=', 2), from('s', 'over-write', 'nul'))).toEqual({ n: 3.5 });
});

test('the record holds the configuration and the new values', async () => {
  const items = [item('n', 'set', 1)];
  const { inputs, processData } = await runNode(itemsAssigner, { items }, { variables });
  expect(inputs).toEqual({ version: '2', items });
  expect(processData).toEqual({
    n: 1,
    __updated_variables: [{ name: 'n', selector: ['conversation', 'n'], value_type: 'integer', new_value: 1 }],
  });
});

const single = (target: string, write_mode: string, source: string[] = ['code', 'text']) =>
  runNode(
    assigner,
    { assigned_variable_selector: ['conversation', target], write_mode, input_variable_selector: source },
    { variables },
  );

test.each([
  ['s', 'over-write', 'x'],
  ['ls', 'append', ['a', 'b', 'x']],
  ['n', 'clear', 0],
])('version 1: %s %s gives %o', async (target, mode, value) => {
  const result = await single(target, mode);
  expect(result).toMatchObject({ updates: [{ selector: ['conversation', target], value: { value } }] });
});

test.each([
  ['ghost', 'clear', [], 'assigned variable not found'],
  ['s', 'over-write', ['code', 'ghost'], 'input value not found'],
  ['s', 'append', ['code', 'text'], 'append mode requires an array variable'],
])('version 1: %s %s from %o fails: %s', async (target, mode, source, error) => {
  expect(await single(target, mode, source)).toMatchObject({ errorType: 'VariableOperatorNodeError', error });
});
