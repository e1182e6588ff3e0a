import { expect, test } from 'vitest';
import { Float, type JsonValue } from '../../kernel/index.ts';
import { isPlainText, resolvePlain, resolveTagged } from './scalar.ts';

// each of these was read by PyYAML 6.0's safe_load
const READ_BY_PYYAML: readonly [string, JsonValue][] = [
  ['', null],
  ['~', null],
  ['Null', null],
  ['nULL', 'nULL'],
  ['yes', true],
  ['On', true],
  ['OFF', false],
  ['oN', 'oN'],
  ['y', 'y'],
  ['n', 'n'],
  ['0', 0],
  ['-0', 0],
  ['+12', 12],
  ['010', 8],
  ['08', '08'],
  ['0o17', '0o17'],
  ['0x1F', 31],
  ['0b11', 3],
  ['1_000', 1000],
  ['1:30', 90],
  ['190:20:30', 685230],
  ['9007199254740993', 9007199254740993n],
  ['1.5', 1.5],
  ['5.0', new Float(5)],
  ['1.', new Float(1)],
  ['.5', 0.5],
  ['+.5', '+.5'],
  ['1e5', '1e5'],
  ['1.0e5', '1.0e5'],
  ['1.0e+5', new Float(100000)],
  ['1:30.5', 90.5],
  ['-.inf', new Float(Number.NEGATIVE_INFINITY)],
  ['.NaN', new Float(Number.NaN)],
  ['.Nan', '.Nan'],
  ['2024-01-01', '2024-01-01'],
  ['0.6.0', '0.6.0'],
  ['1711067409646', 1711067409646],
  ['-', '-'],
];

test.each(READ_BY_PYYAML)('the plain scalar "%s" reads as in PyYAML', (text, value) => {
  expect(resolvePlain(text)).toEqual(value);
});

test('a number that Python refuses for its length stays a text', () => {
  const digits = '9'.repeat(4301);
  expect(resolvePlain(digits)).toBe(digits);
  expect(resolvePlain('9'.repeat(4300))).toBe(BigInt('9'.repeat(4300)));
});

test('a tag decides the type, and a text that does not fit it has no value', () => {
  expect(resolveTagged('str', '5')).toBe('5');
  expect(resolveTagged('int', '5')).toBe(5);
  expect(resolveTagged('float', '5')).toEqual(new Float(5));
  expect(resolveTagged('bool', 'YES')).toBe(true);
  expect(resolveTagged('int', 'five')).toBeUndefined();
  expect(resolveTagged('binary', 'AAAA')).toBeUndefined();
});

test.each(['yes', '5', '1e5', '0o17', '2024-01-01', '<<', '=', 'null', ''])(
  '"%s" needs quotes to stay a text',
  (text) => {
    expect(isPlainText(text)).toBe(false);
  },
);

test.each(['0.6.0', 'y', 'start', '1711-1', 'a = b'])('"%s" is a text without quotes', (text) => {
  expect(isPlainText(text)).toBe(true);
});
