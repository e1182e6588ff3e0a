import autocannon from 'autocannon';
import { median, round } from './figures.ts';
import { type PinnedProcess, processorMs } from './pinned-process.ts';

const SECONDS = 5;

export interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly connections: number;
}

export const runRequest = (url: string, key: string): Omit<Load, 'connections'> => ({
  url: `${url}/v1/workflows/run`,
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ inputs: { name: 'Ann' }, response_mode: 'blocking', user: 'ann' }),
});

/** Asks for some seconds (or `amount` times); answers per second, processor time per answer, and latencies. */
export async function load(server: PinnedProcess, request: Load, amount?: number, duration = SECONDS) {
  const busy = processorMs(server.pid);
  const result = await autocannon({ ...request, method: 'POST', ...(amount ? { amount } : { duration }) });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors, ${result.timeouts} timeouts`);
  }
  const answers = result['2xx'];
  const { p50, p99 } = result.latency;
  const cpuUs = ((processorMs(server.pid) - busy) * 1000) / answers;
  return { perSecond: answers / result.duration, cpuUs, p50, p99 };
}

export type Loaded = Awaited<ReturnType<typeof load>>;
export const spread = (all: readonly Loaded[]) => ({
  perSecond: all.map(({ perSecond }) => Math.round(perSecond)),
  cpuUs: round(median(all.map(({ cpuUs }) => cpuUs))),
  p50Ms: median(all.map(({ p50 }) => p50)),
  p99Ms: median(all.map(({ p99 }) => p99)),
});

/** Answers per second and processor time per answer of one beside the other, each pair from the same minute. */
export function ratio(ours: readonly Loaded[], theirs: readonly Loaded[]) {
  const rates = ours.map(({ perSecond }, i) => perSecond / (theirs[i]?.perSecond ?? 0));
  const cpu = median(theirs.map(({ cpuUs }) => cpuUs)) / median(ours.map(({ cpuUs }) => cpuUs));
  return { perSecond: round(median(rates)), cpu: round(cpu) };
}
