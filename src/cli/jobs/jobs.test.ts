import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { openStorage } from '../../storage/index.ts';
import { runCommandLine } from '../testing/test-io.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-jobs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...argv: string[]) => runCommandLine(['jobs', ...argv, '--data-dir', folder], { cwd: folder });
const listed = async (...argv: string[]) =>
  JSON.parse((await run('list', '--json', ...argv)).stdout) as Record<string, unknown>[];

/** One job that waits and two that died, of a workspace and of the instance itself. */
async function fillQueue() {
  const storage = openStorage({ path: join(folder, 'dify.db'), clock: systemClock, ids: createIdSource() });
  const { jobs, tenants } = storage.system;
  const { id: tenantId } = await tenants.create({ name: 'Ada' });
  const job = { payload: { secret: 'canary' }, maxAttempts: 1 };
  const index = await jobs.enqueue({ ...job, name: 'index' }, tenantId);
  const sweep = await jobs.enqueue({ ...job, name: 'sweep' });
  const lease = { owner: 'one', leaseExpiresAt: Date.now() + 1000, limit: 5 };
  for (const { id } of await jobs.claim({ ...lease, concurrency: { index: 1, sweep: 1 } }))
    await jobs.fail(id, 'one', 'no luck\nat all', undefined);
  const waiting = await jobs.enqueue({ ...job, name: 'index', runAt: Date.now() + 3_600_000 }, tenantId);
  await storage.close();
  return { index, sweep, waiting, tenantId };
}

test('jobs of every workspace are listed with what became of them', async () => {
  const { index, sweep, waiting, tenantId } = await fillQueue();
  expect(await listed()).toMatchObject([
    { id: waiting.id, status: 'waiting', attempts: 0, error: null, next_run_at: expect.any(Number) },
    { id: sweep.id, status: 'dead', attempts: 1, error: 'no luck\nat all', workspace_id: null, next_run_at: null },
    { id: index.id, status: 'dead', workspace_id: tenantId, finished_at: expect.any(Number) },
  ]);
  expect(await listed('--status', 'dead', '--name', 'index')).toMatchObject([{ id: index.id }]);
  expect(await listed('--limit', '1')).toHaveLength(1);
  const { stdout } = await run('list');
  expect(stdout).toMatch(/^ID .*ATTEMPTS .*NEXT .*ERROR\n/);
  expect(stdout).toMatch(/dead +1\/1 .* no luck\n/);
  expect(stdout).not.toContain('canary');
});

test('a --limit that cannot be is refused', async () => {
  for (const limit of ['0', '101', 'all']) {
    const message = `--limit wants a whole number, 1 to 100, got "${limit}"`;
    expect(await run('list', '--limit', limit)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  }
});

test('a dead job begins anew, and no other does', async () => {
  const { index, waiting } = await fillQueue();
  expect(await run('retry', index.id)).toMatchObject({ code: 0, stdout: '', stderr: '1 job begins anew\n' });
  expect(await listed('--name', 'index')).toMatchObject([{ id: waiting.id }, { status: 'waiting', attempts: 0 }]);
  expect(await run('retry', waiting.id)).toMatchObject({ code: 1, stderr: expect.stringContaining('it is waiting') });
  expect(await run('retry', 'nonsense')).toMatchObject({ code: 5, stderr: expect.stringContaining('jobs list') });
});

test('all dead jobs begin anew, or those of one kind', async () => {
  await fillQueue();
  expect((await run('retry', '--all', '--name', 'sweep', '--json')).stdout).toBe('{\n  "retried": 1\n}\n');
  expect((await run('retry', '--all', '--json')).stdout).toBe('{\n  "retried": 1\n}\n');
  expect(await listed('--status', 'dead')).toEqual([]);
  expect((await run('retry', '--all')).stderr).toBe('0 jobs begin anew\n');
});

test.each([[['retry']], [['retry', '1', '--all']], [['retry', '1', '--name', 'x']], [['list', '--status', 'ill']]])(
  '%j is told to be wrong usage',
  async (argv) => {
    expect(await run(...argv)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^dify: /) });
  },
);
