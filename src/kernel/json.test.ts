import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Float, float, integer, type JsonValue, parseJson, printFloat, printJson } from './json.ts';

test.each([
  ['5', 5],
  ['5.0', new Float(5)],
  ['2.5', 2.5],
  ['1e3', new Float(1000)],
  ['-0.0', new Float(-0)],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['{"a":[1.0,{"b":12345678901234567890}]}', { a: [new Float(1), { b: 12345678901234567890n }] }],
  ['"1.0 stays text"', '1.0 stays text'],
  ['[ -1e3,\n\t2.0, "3.0" ]', [new Float(-1000), new Float(2), '3.0']],
])('%s keeps its kind of number', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test.each([
  [new Float(5), '5.0'],
  [new Float(1e300), '1e+300'],
  [12345678901234567890n, '12345678901234567890'],
  [{ a: [new Float(0), 1n] }, '{"a":[0.0,1]}'],
  [new Float(Number.NaN), 'null'],
])('%o is printed as %s', (value, text) => {
  expect(printJson(value)).toBe(text);
});

test.each([
  [5, '5.0'],
  [1e16, '1e+16'],
  [123456789012345.6, '123456789012345.6'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-1.5e-7, '-1.5e-07'],
])('the float %d prints as Python prints it', (value, text) => {
  expect(printFloat(value)).toBe(text);
});

test('what is printed parses to the same value', () => {
  const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt().map(integer),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
      fc.array(tie('json')),
      fc.dictionary(fc.string(), tie('json'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      expect(parseJson(printJson(value))).toEqual(value);
    }),
  );
});

test('nesting beyond the stack is an error, not a crash', () => {
  expect(() => parseJson(`${'['.repeat(200_000)}1.0${']'.repeat(200_000)}`)).toThrow(SyntaxError);
});

test('an integer has as many digits as Python reads, and no more', () => {
  expect(parseJson(`-${'9'.repeat(4300)}`)).toBe(-(10n ** 4300n - 1n));
  expect(() => parseJson(`[-${'9'.repeat(4301)}]`)).toThrow('An integer has 4301 digits, at most 4300 are read');
  expect(() => parseJson('9'.repeat(14_000_000))).toThrow(SyntaxError);
});
