import { expect, test } from 'vitest';
import type { JobId, WorkflowId, WorkflowRunId } from '../../kernel/index.ts';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { openStorage } from '../../storage/index.ts';
import type { RetentionRules } from '../scope.ts';
import { sweepStorage } from './sweep-storage.ts';

const DAY_MS = 86_400_000;
const ids = createIdSource();

/** Storage of `days` ago: one run, one job that ended, one app that is gone with a run of its own. */
async function openOld(days: number) {
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const storage = openStorage({ path: ':memory:', clock, ids });
  const { tenants, jobs } = storage.system;
  const stores = storage.tenant((await tenants.create({ name: 'Ada' })).id);
  const [app, gone] = [
    await stores.apps.create({ name: 'kept', mode: 'workflow' }),
    await stores.apps.create({ name: 'gone', mode: 'workflow' }),
  ];
  const record = async (appId: typeof app.id) => {
    const runId = ids.next() as WorkflowRunId;
    await stores.runs.record({
      runId,
      run: {
        ...{ appId, workflowId: ids.next() as WorkflowId, type: 'workflow', triggeredFrom: 'app-run', version: '1' },
        ...{ status: 'succeeded', createdBy: 'x', createdByRole: 'account', inputs: { text: 'x'.repeat(100_000) } },
      },
    });
    return runId;
  };
  const runs = { kept: await record(app.id), orphan: await record(gone.id) };
  await stores.apps.delete(gone.id);
  await jobs.enqueue({ name: 'old', payload: {}, maxAttempts: 1 });
  const lease = { owner: 'one', leaseExpiresAt: clock.now() + 1000, concurrency: { old: 1 }, limit: 1 };
  for (const { id } of await jobs.claim(lease)) await jobs.complete(id, 'one');
  ahead = days * DAY_MS;
  const sweep = (retention: RetentionRules) => {
    const attempt = { id: ids.next() as JobId, number: 1, signal: new AbortController().signal };
    return sweepStorage.run({ stores: storage.system, clock, log: silentLog, retention }, {}, attempt);
  };
  const blobs = async () => (await Array.fromAsync(storage.blobs.list())).length;
  return { storage, stores, runs, sweep, blobs };
}

test('runs are kept for ever unless a rule says otherwise; what a deleted app left goes', async () => {
  const { storage, stores, runs, sweep, blobs } = await openOld(1000);
  expect(await blobs()).toBe(1); // the same inputs twice
  await sweep({ jobDays: 30, embeddingDays: 30 });
  expect(await stores.runs.find(runs.kept)).toBeDefined();
  expect(await stores.runs.find(runs.orphan)).toBeUndefined();
  expect((await storage.system.jobs.list()).items).toEqual([]);
  expect(await blobs()).toBe(1);
  await storage.close();
});

test('old runs go with their blobs, as many days after their start as the rule says', async () => {
  const { storage, stores, runs, sweep, blobs } = await openOld(10);
  const rule = (days: number) => ({ jobDays: 30, embeddingDays: 30, runs: { days, batchSize: 100, workflowIds: [] } });
  await sweep(rule(11));
  expect(await stores.runs.find(runs.kept)).toBeDefined();
  expect((await storage.system.jobs.list()).items).toHaveLength(1);
  await sweep(rule(9));
  expect(await stores.runs.find(runs.kept)).toBeUndefined();
  expect(await blobs()).toBe(0);
  await storage.close();
});
