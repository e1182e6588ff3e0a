import { expect, test } from 'vitest';
import { array, files } from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { listOperator } from './index.ts';

const picture = {
  kind: 'image',
  transferMethod: 'remote_url',
  filename: 'a.png',
  extension: '.png',
  mimeType: 'image/png',
  size: 100,
  remoteUrl: 'https://x/a.png',
} as const;
const pictures = files([
  picture,
  { ...picture, kind: 'document', filename: 'b.pdf', extension: '.pdf', size: 2000 },
  { ...picture, filename: 'c.jpg', extension: '.jpg', size: 50 },
]);

const off = { filter_by: { enabled: false }, order_by: { enabled: false }, limit: { enabled: false } };
const filter = (comparison_operator: string, value: JsonValue, key = '') => ({
  filter_by: { enabled: true, conditions: [{ key, comparison_operator, value }] },
});
const order = (value: string, key = '') => ({ order_by: { enabled: true, value, key } });

const variables = {
  'n.s': ['banana', 'apple', '', 'cherry'],
  'n.n': [3, 1, 2.5, 5],
  'n.b': [true, false, true],
  'n.f': pictures,
  'n.o': [{ a: 1 }],
  'n.text': 'text',
  'n.empty': array('array[any]', []),
};
const run = (name: string, document: JsonObject) =>
  runNode(listOperator, { ...off, variable: ['n', name], ...document }, { variables });

test.each<[string, JsonObject, JsonValue]>([
  ['s', filter('contains', 'an'), ['banana']],
  ['s', filter('in', 'apple and cherry'), ['apple', '', 'cherry']],
  ['s', filter('empty', ''), ['']],
  ['s', filter('not contains', '{{#n.text#}}'), ['banana', 'apple', '', 'cherry']],
  ['s', order('asc'), ['', 'apple', 'banana', 'cherry']],
  ['s', { extract_by: { enabled: true, serial: '2' } }, ['apple']],
  ['s', { limit: { enabled: true, size: 2 } }, ['banana', 'apple']],
  ['n', { ...filter('≥', '2.5'), ...order('asc') }, [2.5, 3, 5]],
  ['n', { ...order('desc'), limit: { enabled: true, size: 1 } }, [5]],
  ['b', filter('is not', true), [false]],
  ['empty', order('asc'), []],
])('%s %o gives %o', async (name, document, expected) => {
  expect(outputsOf(await run(name, document))['result']).toEqual(expected);
});

test('the first and the last record', async () => {
  expect(outputsOf(await run('n', {}))).toMatchObject({ first_record: 3, last_record: 5 });
  expect(outputsOf(await run('empty', {}))).toEqual({ result: [], first_record: null, last_record: null });
});

test.each<[JsonObject, string[]]>([
  [{ ...filter('in', ['image'], 'type'), ...order('asc', 'size') }, ['c.jpg', 'a.png']],
  [filter('>', '99', 'size'), ['a.png', 'b.pdf']],
  [filter('end with', 'pdf', 'name'), ['b.pdf']],
  [order('desc', 'name'), ['c.jpg', 'b.pdf', 'a.png']],
])('files %o', async (document, names) => {
  const result = await run('f', document);
  expect(result).toMatchObject({ outputs: { result: { type: 'array[file]' }, first_record: { type: 'file' } } });
  expect(outputsOf(result)['result']).toMatchObject(names.map((filename) => ({ filename })));
});

test.each<[string, JsonObject, string]>([
  ['ghost', {}, "Variable not found for selector: ['n', 'ghost']"],
  ['text', {}, "Variable ['n', 'text'] is not an array type, actual type: string"],
  ['o', {}, "Variable ['n', 'o'] is not an array type, actual type: array[object]"],
  ['n', filter('contains', '1'), 'Invalid condition: contains'],
  ['n', filter('=', ''), "could not convert string to float: ''"],
  ['s', filter('is', true), 'Invalid filter value: True'],
  ['b', filter('is', 'true'), "Boolean filter expects a boolean value, got <class 'str'>"],
  ['f', filter('is', 'x', 'color'), 'Invalid key: color'],
  ['f', order('asc', 'color'), 'Invalid order key: color'],
  ['s', { extract_by: { enabled: true, serial: '9' } }, 'Invalid serial index: must be <= 4, got 9'],
  ['s', { extract_by: { enabled: true, serial: '0' } }, 'Invalid serial index: must be >= 1, got 0'],
])('%s %o fails: %s', async (name, document, error) => {
  expect(await run(name, document)).toMatchObject({ status: 'failed', error });
});
