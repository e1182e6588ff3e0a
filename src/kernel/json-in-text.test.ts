import { expect, test } from 'vitest';
import { findJsonObject } from './json-in-text.ts';

test.each([
  ['{"a": 1}', { a: 1 }],
  ['text {not json} and {"a": {"b": "}"}} more', { a: { b: '}' } }],
  ['```json\n{"a": "\\"{"}\n```', { a: '"{' }],
  ['[1, 2]', undefined],
  ['', undefined],
  ['{'.repeat(100_000), undefined],
])('the object in %s', (text, found) => {
  expect(findJsonObject(text)).toEqual(found);
});
