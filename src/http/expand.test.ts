import { expect, test } from 'vitest';
import { expand } from './expand.ts';

async function* numbers(ended: { isEnded: boolean }) {
  try {
    for (let number = 0; number < 5; number += 1) yield number;
  } finally {
    ended.isEnded = true;
  }
}

test('an item becomes none, one or several, in order', async () => {
  const ended = { isEnded: false };
  const seen: string[] = [];
  for await (const text of expand(numbers(ended), (number) => Array.from({ length: number % 3 }, () => `${number}`)))
    seen.push(text);
  expect(seen).toEqual(['1', '2', '2', '4']);
  expect(ended.isEnded).toBe(true);
});

test('who leaves ends the source', async () => {
  const ended = { isEnded: false };
  for await (const number of expand(numbers(ended), (one) => [one, one])) if (number === 1) break;
  expect(ended.isEnded).toBe(true);
});

test('what fails in between is told, and the source may be ended then', async () => {
  const ended = { isEnded: false };
  const broken = expand(numbers(ended), () => {
    throw new Error('no');
  });
  await expect(broken.next()).rejects.toThrow('no');
  await broken.return?.();
  expect(ended.isEnded).toBe(true);
});
