import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BodyTurns } from './body-turns.ts';

/** What has begun by the end of each turn, until everything has. */
async function begunByTurn(bodies: readonly number[]): Promise<number[][]> {
  const turns = new BodyTurns();
  const begun: number[] = [];
  for (const [index, bytes] of bodies.entries()) turns.enter({ bytes, begin: () => begun.push(index) });
  const seen = [[...begun]];
  while (begun.length < bodies.length) {
    await setImmediate();
    seen.push([...begun]);
  }
  return seen;
}

test('what is short begins at once', async () => {
  expect(await begunByTurn(Array.from({ length: 60 }, () => 100))).toHaveLength(1);
});

test('long bodies begin one in a turn, in their order', async () => {
  expect(await begunByTurn([900_000, 900_000, 900_000])).toEqual([[0], [0, 1], [0, 1, 2]]);
});

test('a burst of short ones is spread over turns', async () => {
  const counts = (await begunByTurn(Array.from({ length: 1000 }, () => 1000))).map((begun) => begun.length);
  expect(counts.length).toBeGreaterThan(10);
  expect(counts.every((count, turn) => count - (counts[turn - 1] ?? 0) <= 64)).toBe(true);
});

test('who comes while others wait does not overtake them', async () => {
  const turns = new BodyTurns();
  const begun: string[] = [];
  const enter = (name: string, bytes: number) => turns.enter({ bytes, begin: () => begun.push(name) });
  enter('first', 900_000);
  enter('second', 10);
  enter('third', 10);
  expect(begun).toEqual(['first']);
  await setImmediate();
  enter('fourth', 10);
  expect(begun).toEqual(['first', 'second', 'third', 'fourth']);
});
