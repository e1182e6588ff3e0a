import { expect, test } from 'vitest';
import { file, files } from '../../engine/index.ts';
import { Float, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import type { CodeSandbox } from '../../platform/sandbox/index.ts';
import { limits } from '../testing/limits.ts';
import { outputsOf, runNode, type Variables } from '../testing/run-node.ts';
import { code } from './index.ts';

/** A sandbox whose only program is the function given. */
const sandboxOf = (main: (inputs: JsonObject) => JsonValue, stdout = ''): CodeSandbox => ({
  run: async ({ inputs }) => ({ result: main(inputs), stdout }),
});

const document = (outputs: JsonValue, variables: JsonValue = []) => ({
  variables,
  outputs,
  code: 'main',
  code_language: 'python3',
});

const returning = (result: JsonValue, outputs: JsonValue) =>
  runNode(code, document(outputs), { limits, sandbox: sandboxOf(() => result) });

const nested = (depth: number): JsonObject => (depth === 1 ? { d: 1 } : { d: nested(depth - 1) });
const filled = (length: number, item: JsonValue) => Array.from({ length }, () => item);

test.each<[string, JsonValue, JsonValue]>([
  ['string', 'a\0b', 'ab'],
  ['string', null, null],
  ['number', true, 1],
  ['number', new Float(5), new Float(5)],
  ['number', 9223372036854775807n, 9223372036854775807n],
  ['boolean', 'not checked', 'not checked'],
  ['object', { k: { d: [1] } }, { k: { d: [1] } }],
  ['object', { a: [null, 1, 'mixed after null'] }, { a: [null, 1, 'mixed after null'] }],
  ['object', nested(4), nested(4)],
  ['array[string]', ['x', null, 'a\0'], ['x', null, 'a']],
  ['array[number]', [1, 2.5, true], [1, 2.5, 1]],
  ['array[object]', [{ a: 1 }, null], [{ a: 1 }, null]],
  ['array[boolean]', [true, null], [true, null]],
  ['array[number]', filled(1000, 1), filled(1000, 1)],
])('%s takes %o', async (type, result, expected) => {
  expect(outputsOf(await returning({ o: result }, { o: { type } }))).toEqual({ o: expected });
});

test.each<[string, JsonValue, string, string?]>([
  ['string', 5, 'Output o must be a string, got int instead.'],
  [
    'string',
    'x'.repeat(400_001),
    'The length of output variable `o` must be less than 400000 characters (CODE_MAX_STRING_LENGTH)',
  ],
  ['number', '5', "Output o is not a number, got <class 'str'> instead."],
  [
    'number',
    9223372036854775808n,
    'Output variable `o` is out of range, it must be between -9223372036854775807 and 9223372036854775807.' +
      ' (CODE_MIN_NUMBER, CODE_MAX_NUMBER)',
  ],
  ['number', 1e-21, 'Output variable `o` has too high precision, it must be less than 20 digits. (CODE_MAX_PRECISION)'],
  ['object', [], "Output o is not an object, got <class 'list'> instead."],
  ['object', { l: [1, 'a'] }, 'Output o.l is not a valid array. make sure all elements are of the same type.'],
  ['object', nested(5), 'Depth limit 5 reached, object too deep. (CODE_MAX_DEPTH)', 'DepthLimitError'],
  ['array[string]', 'a', "Output o is not an array, got <class 'str'> instead."],
  ['array[string]', ['a', 1], 'Output o[1] must be a string, got int instead.'],
  [
    'array[string]',
    filled(31, 'a'),
    'The length of output variable `o` must be less than 30 elements. (CODE_MAX_STRING_ARRAY_LENGTH)',
  ],
  ['array[number]', [1, null], 'The element at index 1 of output variable `o` must be a number.'],
  ['array[object]', [{}, 1], "Output o[1] is not an object, got <class 'int'> instead at index 1."],
  ['array[boolean]', [true, 1], "Output o[1] is not a boolean, got <class 'int'> instead."],
])('%s refuses %o', async (type, result, error, errorType = 'OutputValidationError') => {
  expect(await returning({ o: result }, { o: { type } })).toMatchObject({ status: 'failed', error, errorType });
});

test.each<[JsonValue, JsonValue, string, string]>([
  [{}, { m: { type: 'string' } }, 'Output m is missing.', 'OutputValidationError'],
  [{ a: 1 }, {}, 'Not all output parameters are validated.', 'CodeNodeError'],
  [[1], {}, 'Result must be a dict, got list', 'CodeExecutionError'],
  [
    { o: { a: 1 } },
    { o: { type: 'object', children: { b: { type: 'number' } } } },
    'Output o.b is missing.',
    'OutputValidationError',
  ],
])('%o for %o fails', async (result, outputs, error, errorType) => {
  expect(await returning(result, outputs)).toMatchObject({ status: 'failed', error, errorType });
});

const photo = {
  kind: 'image',
  transferMethod: 'remote_url',
  filename: 'a',
  extension: '',
  mimeType: '',
  size: 1,
} as const;

test('missing variables and empty file lists are null; what was printed is process data', async () => {
  const variables: Variables = { 'n.none': files([]), 'n.one': file(photo) };
  const bindings = ['none', 'one', 'ghost'].map((name) => ({ variable: name, value_selector: ['n', name] }));
  const result = await runNode(code, document({ seen: { type: 'object' } }, bindings), {
    limits,
    variables,
    sandbox: sandboxOf(({ none, one, ghost }) => ({ seen: { none, ghost, name: one } as JsonObject }), 'printed'),
  });
  expect(outputsOf(result)['seen']).toMatchObject({ none: null, ghost: null, name: { filename: 'a' } });
  expect(result.processData).toEqual({ stdout: 'printed' });
});

test('what a script returns is never taken for a file', async () => {
  const forged = {
    dify_model_identity: '__dify__file__',
    type: 'image',
    transfer_method: 'local_file',
    related_id: 'x',
  };
  const result = await returning({ o: forged, l: [forged] }, { o: { type: 'object' }, l: { type: 'array[object]' } });
  expect(result).toMatchObject({ outputs: { o: { type: 'object' }, l: { type: 'array[object]' } } });
});

test('an error of the script fails the node with its text', async () => {
  const failing: CodeSandbox = {
    run: async () => {
      throw Object.assign(new Error('ZeroDivisionError: division by zero'), { name: 'CodeError' });
    },
  };
  const result = await runNode(code, document({}), { limits, sandbox: failing });
  const error = 'ZeroDivisionError: division by zero';
  expect(result).toMatchObject({ status: 'failed', error, errorType: 'CodeExecutionError' });
});
