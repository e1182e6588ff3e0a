import { expect, test } from 'vitest';
import { object, string } from '../../engine/index.ts';
import { type JsonObject, type JsonValue, KnownError } from '../../kernel/index.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { StartConfig } from './config.ts';
import { start } from './index.ts';
import { readStartInputs } from './read-inputs.ts';

const read = (field: JsonObject, inputs: JsonObject) =>
  readStartInputs(StartConfig.parse({ variables: [{ variable: 'x', label: 'X', ...field }] }).variables, inputs);

test.each<[string, JsonObject, JsonObject, JsonValue]>([
  ['a key that is not in the form is ignored', { type: 'text-input' }, { x: 'a', y: 'b' }, 'a'],
  ['an absent value takes the default', { type: 'paragraph', default: 'd' }, {}, 'd'],
  ['a default is read by the type', { type: 'number', default: '7' }, { x: null }, 7],
  ['without a default it is null', { type: 'select', options: ['a'] }, {}, null],
  ['NUL characters are taken out', { type: 'text-input' }, { x: 'a\0b' }, 'ab'],
  ['lengths count characters, not code units', { type: 'text-input', max_length: 2 }, { x: '🎉🎉' }, '🎉🎉'],
  ['a number in a text with a dot is a float', { type: 'number' }, { x: '3.50' }, 3.5],
  ['a blank number is null', { type: 'number' }, { x: ' ' }, null],
  ['a checkbox reads words', { type: 'checkbox' }, { x: 'YES' }, true],
  ['a checkbox reads 0', { type: 'checkbox' }, { x: 0 }, false],
  ['a checkbox leaves other values', { type: 'checkbox' }, { x: 'perhaps' }, 'perhaps'],
  ['an optional file may be an empty text', { type: 'file' }, { x: '' }, null],
  ['a file stays the mapping that was sent', { type: 'file' }, { x: { type: 'image' } }, { type: 'image' }],
  ['a list of files too', { type: 'file-list' }, { x: [{ type: 'image' }] }, [{ type: 'image' }]],
  ['an object', { type: 'json_object' }, { x: { k: [1, 2] } }, { k: [1, 2] }],
])('%s', (_, field, inputs, expected) => {
  expect(read(field, inputs)).toEqual({ x: expected });
});

test.each(['constructor', 'toString', '__proto__'])('a field called %s is empty until it is filled in', (variable) => {
  const filledIn = JSON.parse(`{"${variable}": "a"}`);
  expect(read({ type: 'text-input', variable }, {})).toEqual(JSON.parse(`{"${variable}": null}`));
  expect(read({ type: 'text-input', variable }, filledIn)).toEqual(filledIn);
  expect(() => read({ type: 'text-input', variable, required: true }, {})).toThrow(`${variable} is required`);
});

test.each<[JsonObject, JsonObject, string]>([
  [{ type: 'text-input', required: true }, {}, 'x is required in input form'],
  [{ type: 'text-input' }, { x: 5 }, "(type 'text-input') x in input form must be a string"],
  [{ type: 'text-input', max_length: '3' }, { x: 'abcd' }, 'x in input form must be less than 3 characters'],
  [{ type: 'select', options: ['a', 'b'] }, { x: 'c' }, "x in input form must be one of the following: ['a', 'b']"],
  [{ type: 'number' }, { x: '1,5' }, 'x in input form must be a valid number'],
  [{ type: 'file' }, { x: 'path' }, 'x in input form must be a file'],
  [{ type: 'file-list' }, { x: {} }, 'x in input form must be a list of files'],
  [{ type: 'file-list', max_length: 1 }, { x: [{}, {}] }, 'x in input form must be less than 1 files'],
  [{ type: 'json_object' }, { x: [1] }, 'x in input form must be a dict'],
  [{ type: 'checkbox' }, { x: { a: 1 } }, "Invalid input type for ['x']"],
])('%o with %o is refused: %s', (field, inputs, message) => {
  expect(() => read(field, inputs)).toThrow(new KnownError('invalid_param', { message }));
});

test('the node gives its inputs and the system variables, and records the inputs alone', async () => {
  const result = await runNode(
    start,
    { variables: [{ variable: 'x', label: 'X', type: 'text-input' }] },
    { inputs: { x: string('hi') }, variables: { 'sys.user_id': 'u' } },
  );
  expect(outputsOf(result)).toEqual({ x: 'hi', 'sys.user_id': 'u' });
  expect(result.inputs).toEqual({ x: 'hi' });
});

const schema = '{"type": "object", "required": ["name"], "properties": {"age": {"type": "integer"}}}';

test.each<[JsonObject, string]>([
  [{ age: 1 }, "JSON object for 'o' does not match schema: 'name' is a required property"],
  [{ name: 'n', age: 'old' }, "JSON object for 'o' does not match schema: 'old' is not of type 'integer'"],
])('an object that breaks its schema fails the node: %o', async (value, error) => {
  const variables = [{ variable: 'o', label: 'O', type: 'json_object', json_schema: schema }];
  const run = (given: JsonObject) => runNode(start, { variables }, { inputs: { o: object(given) } });
  expect(await run(value)).toMatchObject({ status: 'failed', error });
  expect(await run({ name: 'n', age: 3 })).toMatchObject({ status: 'succeeded' });
});
