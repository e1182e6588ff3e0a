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
  [['aba', 'b'], ['abab', 'ba'], 'a'],
  [['abab'], ['abab', 'ba'], 'a'],
  [['one', ' two'], [], 'one two'],
  [['one'], [''], 'one'],
  [['one '], ['STOP'], 'one '],
  [['one S'], ['STOP'], 'one S'],
])('%j is cut at %j: %j', async (pieces, stops, text) => {
  expect(await cut(pieces, stops)).toBe(text);
});

/** What a model would have said that looks at every letter. */
function saidBy(text: string, words: readonly string[]): string {
  for (let end = 1; end <= text.length; end += 1) {
    const stops = words.filter((word) => text.slice(0, end).endsWith(word));
    if (stops.length > 0) return text.slice(0, end - Math.max(...stops.map(({ length }) => length)));
  }
  return text;
}

test('wherever the pieces end, the text ends before the stop word that is complete first', async () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  const pieces = fc.array(letters, { maxLength: 6 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(pieces, stops, async (given, words) => {
      expect(await cut(given, words)).toBe(saidBy(given.join(''), words));
    }),
    { numRuns: 2000 },
  );
});
