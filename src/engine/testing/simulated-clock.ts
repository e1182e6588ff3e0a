import type { Clock, IdSource } from '../../kernel/index.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock whose time passes only when nothing else is left to do: tests never wait, and always see the same order. */
export class SimulatedClock implements Clock {
  #time: number;
  #sleepers: Sleeper[] = [];
  #isTicking = false;

  constructor(time = 1_700_000_000_000) {
    this.#time = time;
  }

  now(): number {
    return this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal?.aborted) return Promise.reject(signal.reason);
    const sleeper = { until: this.#time + milliseconds, wake: resolve };
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
      reject(signal.reason);
    });
    this.#tick();
    return promise;
  }

  after(milliseconds: number, ring: () => void): () => void {
    const sleeper = { until: this.#time + milliseconds, wake: ring };
    this.#sleepers.push(sleeper);
    this.#tick();
    return () => {
      this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
    };
  }

  /** After all microtasks: wakes whoever is next. */
  #tick(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    setImmediate(() => {
      this.#isTicking = false;
      const [next] = this.#sleepers.toSorted((a, b) => a.until - b.until);
      if (!next) return;
      this.#sleepers = this.#sleepers.filter((each) => each !== next);
      this.#time = Math.max(this.#time, next.until);
      next.wake();
      if (this.#sleepers.length > 0) this.#tick();
    });
  }
}

export function countingIds(prefix = 'id'): IdSource {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `${prefix}-${count}`;
    },
  };
}
