import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

/** Comers whose work takes so many milliseconds each; tells who has done it. */
function comers() {
  let now = 0;
  const turns = new Turns(() => now);
  const done: string[] = [];
  return {
    done,
    async come(name: string, workMs: number): Promise<void> {
      await turns.take();
      done.push(name);
      now += workMs;
    },
  };
}

async function until(condition: () => boolean): Promise<number> {
  let turns = 0;
  for (; !condition(); turns += 1) await setImmediate();
  return turns;
}

test('while a turn has time left, whoever comes begins at once', () => {
  const turns = new Turns(() => 0);
  for (let i = 0; i < 1000; i += 1) expect(turns.take()).toBeUndefined();
});

test('long work is done turn by turn, in the order of those who came', async () => {
  const { come, done } = comers();
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    void come(name, 100);
    await Promise.resolve(); // each arrives by a callback of its own
  }
  expect(done).toEqual(['a']);
  const turns = await until(() => done.length === names.length);
  expect(done).toEqual(names);
  expect(turns).toBeGreaterThanOrEqual(3);
});

test('a burst of short work is spread over turns, and all of it is done', async () => {
  const { come, done } = comers();
  const all = Array.from({ length: 1000 }, (_, at) => String(at));
  for (const name of all) {
    void come(name, 1);
    await Promise.resolve();
  }
  expect(done.length).toBeLessThan(30);
  expect(await until(() => done.length === all.length)).toBeGreaterThan(20);
  expect(done).toEqual(all);
});

test('who comes while others wait does not overtake them', async () => {
  const { come, done } = comers();
  void come('first', 100);
  await Promise.resolve();
  void come('second', 10);
  await setImmediate();
  void come('third', 10);
  await until(() => done.length === 3);
  expect(done).toEqual(['first', 'second', 'third']);
});
