import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Float, type JsonValue, printJson } from '../../kernel/index.ts';
import { parseYaml } from './parse.ts';
import { printYaml } from './print.ts';

test('texts that look like something else get quotes', () => {
  const texts = ['yes', '5', '1e5', '1:30', '2024-01-01', '=', '<<', '~', '', '- a', 'a: b', '#x', '@x', 'x #y'];
  expect(printYaml(texts)).not.toMatch(/^- [^'"]/m);
  expect(parseYaml(printYaml(texts))).toEqual(texts);
});

test('plain things stay plain, and long texts become blocks', () => {
  const document = { version: '0.6.0', on: true, y: 5, f: new Float(5), t: 1e-7, code: 'def main():\n  return 1\n' };
  expect(printYaml(document)).toBe(`version: 0.6.0
'on': true
y: 5
f: 5.0
t: 1.0e-07
code: |
  def main():
    return 1
`);
});

test('a value that stands twice is written twice', () => {
  const shared = { a: [1] };
  expect(printYaml({ x: shared, y: shared })).not.toContain('&');
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\t', ':', '#', '-', "'", '"', '1', '\\', '|', '\r', '\u2028', 'é'),
  }),
);
const number = fc.oneof(
  fc.integer(),
  fc.bigInt().filter((value) => value > 2n ** 53n || value < -(2n ** 53n)),
  fc
    .double({ noNaN: true })
    .map((value) => (Number.isInteger(value) || !Number.isFinite(value) ? new Float(value) : value)),
);
const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('what is printed is read back as it was', () => {
  const printable = (json: JsonValue) => !/\\u(0000|d[89a-f])/i.test(printJson(json));
  fc.assert(
    fc.property(value.filter(printable), (original) => {
      expect(parseYaml(printYaml(original))).toEqual(original);
    }),
    { numRuns: 300 },
  );
});
