import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { WorkflowId, WorkflowRunId } from '../../src/kernel/index.ts';
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

function openTestStorage(dataDir: string) {
  return openStorage({ path: join(place.folder, dataDir, 'dify.db'), clock: systemClock, ids: createIdSource() });
}

test('a run that somebody asked to stop before it was resumed does not go on', async () => {
  const runId = await pause();
  const storage = openTestStorage('data');
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
  const stop = (...flags: string[]) => dify(['runs', 'stop', runId, '--data-dir', 'data', ...flags]);
  const stopped = await stop('--json');
  expect([stopped.code, JSON.parse(stopped.stdout), stopped.stderr]).toEqual([0, { stop_requested: runId }, '']);
  expect(await stop()).toMatchObject({ code: 1, stderr: expect.stringContaining('it is stopped') });
  const resumed = await dify(['runs', 'resume', runId, '--action', 'yes', '--data-dir', 'data']);
  expect(resumed).toMatchObject({ code: 1, stdout: '' });
});

describe('runs list', () => {
  const listed = async (...argv: string[]) => {
    const { stdout } = await dify(['runs', 'list', '--json', '--data-dir', 'many', ...argv]);
    return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
  };

  test('gives as many runs as were asked for, each once and the newest first', async () => {
    mkdirSync(join(place.folder, 'many'));
    const ids = await recordRuns('many', 250);
    const newestFirst = ids.toReversed();
    expect(await listed()).toEqual(newestFirst.slice(0, 20));
    expect(await listed('--limit', '230')).toEqual(newestFirst.slice(0, 230));
    expect(await listed('--limit', '100000')).toEqual(newestFirst);
  });

  test.each(['0', '-3', 'many', '2.5', '', '1e3'])('refuses --limit=%s', async (limit) => {
    const message = `--limit wants a whole number, 1 or more, got "${limit}"`;
    const ended = await dify(['runs', 'list', `--limit=${limit}`, '--data-dir', 'many']);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});

/** Runs that have failed, as an app leaves them behind; the oldest first. */
async function recordRuns(dataDir: string, count: number): Promise<WorkflowRunId[]> {
  const storage = openTestStorage(dataDir);
  const { id: tenantId } = await storage.system.tenants.create({ name: 'Ada' });
  const { apps, runs } = storage.tenant(tenantId);
  const { id: appId } = await apps.create({ name: 'busy', mode: 'workflow' });
  const source = createIdSource();
  const ids = Array.from({ length: count }, () => source.next() as WorkflowRunId);
  const facts = { type: 'workflow', triggeredFrom: 'app-run', version: '1', status: 'failed' } as const;
  const creator = { createdBy: 'somebody', createdByRole: 'end_user' } as const;
  for (const runId of ids) {
    const workflowId = source.next() as WorkflowId;
    await runs.record({ runId, run: { appId, workflowId, ...facts, ...creator } });
  }
  await storage.close();
  return ids;
}
