import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { WorkflowRunId } from '../../src/kernel/index.ts';
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { openWorkplace } from './command-line.ts';
import { approval } from './flows.ts';

const place = openWorkplace();
const { dify, write } = place;
afterAll(() => place.remove());

async function pause(): Promise<string> {
  write('approval.yml', approval);
  const { stderr } = await dify(['run', 'approval.yml', '-i', 'what=leave', '--data-dir', 'data']);
  return /runs resume (\S+)/.exec(stderr)?.[1] ?? '';
}

test('a run that somebody asked to stop before it was resumed does not go on', async () => {
  const runId = await pause();
  const path = join(place.folder, 'data', 'dify.db');
  const storage = openStorage({ path, clock: systemClock, ids: createIdSource() });
  const [tenant] = await storage.system.tenants.list();
  if (!tenant) throw new Error('no workspace');
  await storage.tenant(tenant.id).runs.requestStop(runId as WorkflowRunId);
  await storage.close();
  const resumed = await dify([
    'runs',
    'resume',
    runId,
    '--action',
    'yes',
    '--inputs',
    '{"note": "x"}',
    '--data-dir',
    'data',
  ]);
  expect(resumed).toMatchObject({ code: 130, stdout: '' });
  expect((await dify(['runs', 'show', runId, '--data-dir', 'data'])).stdout).toContain('"status": "stopped"');
});

test('a run that waits for a person is stopped at once, and once', async () => {
  const runId = await pause();
  const stop = () => dify(['runs', 'stop', runId, '--data-dir', 'data']);
  expect(await stop()).toMatchObject({ code: 0 });
  expect(await stop()).toMatchObject({ code: 1, stderr: expect.stringContaining('it is stopped') });
  const resumed = await dify(['runs', 'resume', runId, '--action', 'yes', '--data-dir', 'data']);
  expect(resumed).toMatchObject({ code: 1, stdout: '' });
});
