import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../kernel/index.ts';

/** The longest wait a timer of the machine can do; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    signal?.throwIfAborted();
    for (let left = milliseconds; left > 0; left -= LONGEST_TIMER_MS)
      await wait(Math.min(left, LONGEST_TIMER_MS), signal);
  },
};

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted(); // the signal's own reason, not the timer's general one
    throw error;
  }
}
