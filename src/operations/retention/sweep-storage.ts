import { z } from 'zod';
import { defineJob } from '../../jobs/index.ts';
import type { SystemScope } from '../scope.ts';

const DAY_MS = 86_400_000;
const NOTHING = z.object({});

type Needs = Pick<SystemScope, 'stores' | 'clock' | 'log' | 'retention'>;

/**
 * Deletes what nobody needs any more, at the hour in which Dify does (extensions/ext_celery.py), and gives the room back
 * to the system. First rows, then the blobs that they were the last to name. It may be broken off at any place.
 */
export const sweepStorage = defineJob<Needs, z.infer<typeof NOTHING>>({
  name: 'sweep-storage',
  payload: NOTHING,
  isBreakable: true,
  schedule: { pattern: '0 2 * * *', payload: {}, isMadeUpFor: true },
  async run({ stores, clock, log, retention: rules }, _, { signal }) {
    const { retention } = stores;
    const [now, startedAt] = [clock.now(), clock.monotonic()];
    const cutoff = (days: number) => now - days * DAY_MS;
    const swept = {
      runs: rules.runs ? await retention.deleteRuns({ ...rules.runs, before: cutoff(rules.runs.days) }, signal) : 0,
      orphans: await retention.deleteOrphans(signal),
      expired: await retention.deleteExpiredImports(),
      jobs: await retention.deleteJobs(cutoff(rules.jobDays), signal),
      embeddings: await retention.deleteEmbeddings(cutoff(rules.embeddingDays), signal),
      blobs: await retention.deleteBlobs(signal),
      pages: await retention.shrink(signal),
    };
    log.info('swept the storage', { ...swept, durationMs: Math.round(clock.monotonic() - startedAt) });
  },
});
