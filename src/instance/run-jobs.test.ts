import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { enqueueJob } from '../jobs/index.ts';
import type { JobId } from '../kernel/index.ts';
import { indexAnnotation, sweepStorage } from '../operations/index.ts';
import { loadConfig } from '../platform/config/index.ts';
import { openInstance } from './index.ts';

async function serve() {
  const dataDir = mkdtempSync(join(tmpdir(), 'dify-jobs-'));
  const instance = openInstance({ config: loadConfig({ env: {}, flags: { dataDir } }), keepsRecords: true });
  onTestFinished(async () => {
    await instance.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await instance.prepareServing();
  const { jobs } = instance.systemScope().stores;
  const ended = async (id: JobId) => {
    for (;;) {
      const job = await jobs.find(id);
      if (job?.finishedAt || job?.lastError) return job;
      await new Promise(setImmediate);
    }
  };
  return { instance, jobs, ended };
}

test('a server runs the jobs of the instance itself', async () => {
  const { jobs, ended } = await serve();
  const { id } = await enqueueJob(jobs, sweepStorage, {});
  expect(await ended(id)).toMatchObject({ status: 'done', tenantId: null, lastError: null });
});

test('a job that stands in the wrong scope fails instead of working on all workspaces, or on none', async () => {
  const { instance, jobs, ended } = await serve();
  const { stores } = await instance.localScope({ user: 'test' });
  const ofWorkspace = await enqueueJob(stores.jobs, sweepStorage, {});
  const ofNobody = await enqueueJob(jobs, indexAnnotation, { appId: 'x' as never, annotationId: 'y' });
  expect((await ended(ofWorkspace.id)).lastError).toContain('belongs to a workspace');
  expect((await ended(ofNobody.id)).lastError).toContain('belongs to no workspace');
});
