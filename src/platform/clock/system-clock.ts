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
  after: (milliseconds, ring) => {
    const timer = setTimeout(ring, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Not the timer of `node:timers/promises`: it makes an error with a stack for every wait that is broken off. */
function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
