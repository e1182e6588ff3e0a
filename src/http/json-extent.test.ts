import { expect, test } from 'vitest';
import { excessOf } from './json-extent.ts';

const BOUNDS = { depth: 3, values: 5 };
const excess = (text: string) => excessOf(new TextEncoder().encode(text), BOUNDS);

test.each([
  ['1'],
  ['[1,2,3,4]'],
  ['[[],{},[],{}]'],
  ['{"a":1,"b":[1,2]}'],
  ['[[[1]]]'],
  ['["[,{[,{[,{", 2]'],
  ['["\\",,,,,,,", "\\\\", 3]'],
  ['["\\\\\\",,,,,,,", 2]'],
  ['["é,", "🙂[[[["]'],
])('%s is within bounds', (text) => {
  expect(excess(text)).toBeUndefined();
});

test.each([
  ['[1,2,3,4,5]', 'values'],
  ['[[],{},[],{},[]]', 'values'],
  ['{"a":1,"b":2,"c":[1,2]}', 'values'],
  ['["\\\\",",","\\"",4,5]', 'values'],
  ['[[[[]]]]', 'depth'],
  ['{"a":{"a":{"a":{"a":1}}}}', 'depth'],
  ['[[[[[[[[[[[[[[', 'depth'],
])('%s has too much: %s', (text, kind) => {
  expect(excess(text)).toBe(kind);
});

test('a text that is no JSON is counted to its end', () => {
  for (const text of ['"\\', '"never closed ,,,,,,,,', ']]]]]]]]]]', '{"a":"\\"']) expect(excess(text)).toBeUndefined();
});
