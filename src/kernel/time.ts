/** The time and waiting for it; passed in wherever time matters, so that tests own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds of a clock that never jumps, for durations. */
  monotonic(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `milliseconds`, at most 2 ** 31 - 1; the answer calls it off. Cheaper than a sleep. */
  after(milliseconds: number, ring: () => void): () => void;
}

/** Whole seconds since the Unix epoch, as Dify's wire has them. */
export function toUnixSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
