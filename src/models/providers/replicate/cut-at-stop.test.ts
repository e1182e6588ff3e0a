import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAtStop } from './cut-at-stop.ts';

async function* from(pieces: readonly string[]) {
  yield* pieces;
}

const cut = async (pieces: readonly string[], stops: readonly string[]) =>
  (await Array.fromAsync(cutAtStop(from(pieces), stops))).join('');

test.each([
  [['one ST', 'OP two'], ['STOP'], 'one '],
  [['one ST', 'ART'], ['STOP'], 'one START'],
  [['a', 'b', 'c', 'd'], ['cd', 'bc'], 'a'],
  [['aab'], ['ab'], 'a'],
  [['one', ' two'], [], 'one two'],
  [['one'], [''], 'one'],
  [['one '], ['STOP'], 'one '],
  [['one S'], ['STOP'], 'one S'],
])('%j is cut at %j: %j', async (pieces, stops, text) => {
  expect(await cut(pieces, stops)).toBe(text);
});

test('wherever the pieces end, the text ends before the first stop word', async () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  const pieces = fc.array(letters, { maxLength: 6 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(pieces, stops, async (given, words) => {
      const text = given.join('');
      const places = words.map((word) => text.indexOf(word)).filter((place) => place >= 0);
      expect(await cut(given, words)).toBe(text.slice(0, Math.min(text.length, ...places)));
    }),
  );
});
