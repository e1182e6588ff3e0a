import { expect, test } from 'vitest';
import { cutToWidth, displayWidth } from './display-width.ts';
import { shellWord } from './shell-word.ts';

test.each([
  ['plain', 5],
  ['grün', 4],
  ['e\u0301', 1],
  ['蓝色', 4],
  ['👩‍👩‍👧', 2],
  ['ｆｕｌｌ', 8],
  ['⚠️', 2],
  ['✓', 1],
])('%s takes %i columns', (text, width) => expect(displayWidth(text)).toBe(width));

test('a text is cut before the character that has no room', () => {
  expect(cutToWidth('蓝色蓝', 5)).toBe('蓝色');
  expect(cutToWidth('ab', 5)).toBe('ab');
});

test.each([
  ['data', 'data', 'data'],
  ['da ta', "'da ta'", '"da ta"'],
  ["it's", "'it'\\''s'", '"it\'s"'],
  ['{"a":1}', '\'{"a":1}\'', '"{\\"a\\":1}"'],
  ['C:\\data', "'C:\\data'", 'C:\\data'],
  ['', "''", '""'],
])('%j is typed as a word of a shell', (text, posix, windows) =>
  expect([shellWord(text, false), shellWord(text, true)]).toEqual([posix, windows]),
);
