import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('no more than the given number work at a time, the others in their order', async () => {
  const turns = new Turns(2);
  const signal = new AbortController().signal;
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const starts = gates.map(() => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = gates.map(({ promise }, at) =>
    turns.take('ann', signal, async () => {
      begun.push(at);
      starts[at]?.resolve();
      await promise;
    }),
  );
  await starts[1]?.promise;
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve();
  await starts[2]?.promise;
  expect(begun).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.all(all);
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('who leaves the line takes nobody else along, and a failure passes the turn on', async () => {
  const turns = new Turns(1);
  const gate = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const staying = new AbortController().signal;
  const failing = turns.take('ann', staying, () => gate.promise);
  const left = turns.take('ann', leaving.signal, async () => 'never');
  const last = turns.take('ann', staying, async () => 'last');
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  gate.reject(new Error('failed'));
  await expect(failing).rejects.toThrow('failed');
  expect(await last).toBe('last');
});

test('one owner leaves a place for others, whose turn is next whoever waits longer', async () => {
  const turns = new Turns(3, 2);
  const { signal } = new AbortController();
  const begun: string[] = [];
  const enter = (owner: string, name: string) => {
    const [gate, start] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const work = async () => {
      begun.push(name);
      start.resolve();
      await gate.promise;
    };
    return { done: turns.take(owner, signal, work), end: gate.resolve, begun: start.promise };
  };
  const [a1, a2, a3] = [enter('ann', 'a1'), enter('ann', 'a2'), enter('ann', 'a3')];
  const [b1, b2] = [enter('bob', 'b1'), enter('bob', 'b2')];
  const c1 = enter('cid', 'c1');
  await b1.begun;
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  a1.end();
  await c1.begun;
  a2.end();
  await a3.begun;
  c1.end();
  await b2.begun;
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  for (const { end } of [a3, b1, b2]) end();
  await Promise.all([a1, a2, a3, b1, b2, c1].map(({ done }) => done));
});
