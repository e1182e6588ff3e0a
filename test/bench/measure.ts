/** How the benches of pure functions measure: samples in milliseconds, told as medians and spread. */

export function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export const repeat = (times: number, measure: () => number) => Array.from({ length: times }, measure);

export function summary(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(4));
  return { median_ms: at(0.5), p10_ms: at(0.1), p90_ms: at(0.9), samples: samples.length };
}
