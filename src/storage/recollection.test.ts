import { expect, test } from 'vitest';
import { Recollection } from './recollection.ts';

function asking(recollection: Recollection) {
  let asked = 0;
  const ask = () => recollection.recall('question', () => ++asked);
  return { ask, count: () => asked };
}

test('a question is asked once, until something was written', () => {
  const recollection = new Recollection(() => 1);
  const { ask, count } = asking(recollection);
  expect([ask(), ask()]).toEqual([1, 1]);
  recollection.forget();
  expect([ask(), ask()]).toEqual([2, 2]);
  expect(count()).toBe(2);
});

test('what was not found is not remembered, so that nobody drives out answers by asking for nothing', () => {
  const recollection = new Recollection(() => 1);
  const { ask, count } = asking(recollection);
  ask();
  let misses = 0;
  const miss = (key: string) => recollection.recall(key, () => void misses++);
  for (let guess = 0; guess < 20_000; guess++) miss(`guess ${guess}`);
  expect([miss('guess 7'), misses]).toEqual([undefined, 20_001]);
  ask();
  expect(count()).toBe(1);
});

test('what another process writes is noticed', async () => {
  let writes = 1;
  const { ask } = asking(new Recollection(() => writes));
  expect(ask()).toBe(1);
  writes = 2;
  await expect.poll(ask).toBe(2);
});
