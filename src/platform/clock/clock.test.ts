import { expect, test } from 'vitest';
import { isUuid } from '../../kernel/index.ts';
import { createIdSource, systemClock } from './index.ts';

test('an id is a UUID of version 7 that begins with its time', () => {
  const id = createIdSource(() => 0x0191_0000_0001).next();
  expect(isUuid(id)).toBe(true);
  expect(id).toMatch(/^01910000-0001-7000-[89ab]/);
});

test('ids ascend also within a millisecond and when the clock goes back', () => {
  let time = 1_000_000;
  const ids = createIdSource(() => time);
  const made = Array.from({ length: 20_000 }, (_, at) => {
    if (at === 10_000) time -= 500;
    return ids.next();
  });
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});

test('an aborted sleep rejects with the reason of its signal', async () => {
  const reason = new Error('stop');
  await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const asleep = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(asleep).rejects.toBe(reason);
});

test('the monotonic clock goes on while we sleep', async () => {
  const before = systemClock.monotonic();
  await systemClock.sleep(5);
  expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(4);
});
