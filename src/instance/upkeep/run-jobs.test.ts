import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { enqueueJob } from '../../jobs/index.ts';
import type { Caller, EndUserId, JobId, TenantId } from '../../kernel/index.ts';
import { indexAnnotation, sweepStorage } from '../../operations/index.ts';
import { loadConfig } from '../../platform/config/index.ts';
import { openInstance } from '../index.ts';
import { callerOf } from './run-jobs.ts';

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

test('a job acts for the one who asked for it, or else for the instance itself', async () => {
  const { instance } = await serve();
  const { stores, caller: owner } = await instance.localScope({ user: 'test' });
  const app = await stores.apps.create({ name: 'A', mode: 'chat' });
  const actor = { kind: 'end-user', endUserId: 'u' as EndUserId, appId: app.id, sessionId: 'ada' } as const;
  const caller: Caller = { tenantId: owner.tenantId, actor, invokeFrom: 'web-app' };
  const payload = { appId: app.id, annotationId: 'y' };
  const asked = await enqueueJob(stores.jobs, indexAnnotation, payload, { caller });
  const unasked = await enqueueJob(stores.jobs, indexAnnotation, payload);
  expect(callerOf(asked)).toEqual(caller);
  expect(callerOf(unasked)).toMatchObject({ tenantId: owner.tenantId, actor: { kind: 'system' } });
});

test('a job that a caller of another workspace asked for does nothing', async () => {
  const { instance, ended } = await serve();
  const { stores, caller } = await instance.localScope({ user: 'test' });
  const foreign: Caller = { ...caller, tenantId: 'another' as TenantId };
  const payload = { appId: 'x' as never, annotationId: 'y' };
  const { id } = await enqueueJob(stores.jobs, indexAnnotation, payload, { caller: foreign });
  expect((await ended(id)).lastError).toContain('from another workspace than its own');
});
