import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutThinking } from '../../kernel/index.ts';
import { type FilteredPiece, ReasoningFilter, splitReasoning } from './reasoning.ts';

test.each([
  ['<think>a</think>b', 'b', 'a'],
  ['<think>a</think>b<THINK x="1"> c </think>d', 'bd', 'a\nc'],
  ['a<think>never closed', 'a', 'never closed'],
  ['a <thinking> b < c', 'a <thinking> b < c', ''],
  ['a\n\n \n\nb', 'a\n\nb', ''],
  ['<think></think>x', 'x', ''],
])('%j splits into text and reasoning', (full, text, reasoning) => {
  expect(splitReasoning(full)).toEqual({ text, reasoning });
});

test('only closed blocks are taken out of an answer', () => {
  expect(withoutThinking('<think>a</think>b<think>c')).toBe('b<think>c');
});

const join = (pieces: readonly FilteredPiece[], kind: FilteredPiece['kind']) =>
  pieces.map((piece) => (piece.kind === kind ? piece.text : '')).join('');

test('a stream cut anywhere gives the same as the whole text', () => {
  const words = fc.constantFrom(
    '<think>',
    '</think>',
    '<think a="b">',
    '<',
    '>',
    '</',
    'think',
    ' ',
    '\n',
    'x',
    '<thinker>',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (parts, size) => {
      const full = parts.join('');
      const whole = new ReasoningFilter();
      const expected = [...whole.feed(full), ...whole.end()];
      const filter = new ReasoningFilter();
      const cut = Array.from({ length: Math.ceil(full.length / size) }, (_, i) => full.slice(i * size, (i + 1) * size));
      const got = [...cut.flatMap((piece) => filter.feed(piece)), ...filter.end()];
      expect(join(got, 'text')).toBe(join(expected, 'text'));
      expect(join(got, 'reasoning')).toBe(join(expected, 'reasoning'));
    }),
  );
});

test('text without tags is passed on at once', () => {
  expect(new ReasoningFilter().feed('a < b')).toEqual([{ kind: 'text', text: 'a < b' }]);
});
