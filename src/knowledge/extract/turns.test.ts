import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('no more than the given number work at a time, the others in their order', async () => {
  const turns = new Turns(2);
  const signal = new AbortController().signal;
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const starts = gates.map(() => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = gates.map(({ promise }, at) =>
    turns.take(signal, async () => {
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
  const failing = turns.take(staying, () => gate.promise);
  const left = turns.take(leaving.signal, async () => 'never');
  const last = turns.take(staying, async () => 'last');
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  gate.reject(new Error('failed'));
  await expect(failing).rejects.toThrow('failed');
  expect(await last).toBe('last');
});
