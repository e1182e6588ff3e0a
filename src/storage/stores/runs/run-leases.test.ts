import { expect, test } from 'vitest';
import { createApp, createTenant, movableClock, newRun, newRunId, openInMemory } from '../../testing.ts';

const LEASE_MS = 30_000;

async function open() {
  const clock = movableClock();
  const storage = openInMemory(clock);
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const lease = (owner: string) => ({ owner, expiresAt: clock.now() + LEASE_MS });
  const runId = newRunId();
  const { owner, expiresAt } = lease('one');
  await stores.runs.record({ runId, run: { ...newRun(app.id), leaseOwner: owner, leaseExpiresAt: expiresAt } });
  return { clock, storage, stores, app, lease, runId };
}

test('a run is claimed by one of several, and only after its process fell silent', async () => {
  const { clock, storage, stores, lease, runId } = await open();
  expect(await stores.runs.claim(runId, lease('two'))).toBe(false);
  expect(await storage.system.runs.listInterrupted()).toEqual([]);
  clock.advance(LEASE_MS + 1000);
  expect(await storage.system.runs.listInterrupted()).toMatchObject([{ id: runId, tenantId: stores.tenantId }]);
  const claims = await Promise.all(['two', 'three', 'four'].map((owner) => stores.runs.claim(runId, lease(owner))));
  expect(claims.filter(Boolean)).toHaveLength(1);
  await storage.close();
});

test('the runs of a process that is known to be gone are interrupted at once', async () => {
  const { storage, stores, lease, runId } = await open();
  expect(await storage.system.runs.listOwners()).toEqual(['one']);
  expect(await storage.system.runs.endLeases('one')).toBe(1);
  expect(await storage.system.runs.listInterrupted()).toMatchObject([{ id: runId }]);
  expect(await storage.system.runs.listOwners()).toEqual([]);
  expect(await stores.runs.claim(runId, lease('two'))).toBe(true);
  await storage.close();
});

test('of two requests of one process that want the same run, one gets it', async () => {
  const { storage, stores, lease, runId } = await open();
  await stores.runs.record({ runId, runPatch: { status: 'paused', leaseOwner: null, leaseExpiresAt: null } });
  expect(await stores.runs.claim(runId, lease('two'), 'running')).toBe(false);
  const claims = await Promise.all([1, 2].map(() => stores.runs.claim(runId, lease('two'), 'paused')));
  expect(claims.toSorted()).toEqual([false, true]);
  await storage.close();
});

test('a lease that is renewed does not run out', async () => {
  const { clock, storage, stores, lease, runId } = await open();
  clock.advance(LEASE_MS - 1000);
  expect(await storage.system.runs.renew(lease('one'), [runId])).toBe(1);
  clock.advance(LEASE_MS - 1000);
  expect(await stores.runs.claim(runId, lease('two'))).toBe(false);
  await storage.close();
});

test('a lease of a run that its process does not name any more runs out', async () => {
  const { clock, storage, stores, lease, runId } = await open();
  clock.advance(LEASE_MS - 1000);
  expect(await storage.system.runs.renew(lease('one'), [newRunId()])).toBe(0);
  clock.advance(2000);
  expect(await stores.runs.claim(runId, lease('two'))).toBe(true);
  await storage.close();
});

test('a process whose run was taken over can record no more of it', async () => {
  const { clock, storage, stores, lease, runId } = await open();
  await stores.runs.record({ runId, leaseOwner: 'one', events: { sequence: 1, count: 1, text: '{}' } });
  clock.advance(LEASE_MS + 1000);
  await stores.runs.claim(runId, lease('two'));
  const late = stores.runs.record({ runId, leaseOwner: 'one', runPatch: { status: 'succeeded' } });
  await expect(late).rejects.toMatchObject({ code: 'run_owned_elsewhere' });
  expect(await stores.runs.get(runId)).toMatchObject({ status: 'running', leaseOwner: 'two' });
  await storage.close();
});

test('a finished run is nobody’s to claim, and neither interrupted nor to be stopped', async () => {
  const { clock, storage, stores, lease, runId } = await open();
  await stores.runs.record({ runId, runPatch: { status: 'succeeded' } });
  await stores.runs.requestStop(runId);
  clock.advance(LEASE_MS + 1000);
  expect(await stores.runs.claim(runId, lease('two'))).toBe(false);
  expect(await storage.system.runs.listInterrupted()).toEqual([]);
  expect(await storage.system.runs.listStopRequests('one')).toEqual([]);
  await storage.close();
});

test('a stop reaches the process that executes the run', async () => {
  const { storage, stores, runId } = await open();
  expect(await stores.runs.requestStop(runId)).toBe(true);
  expect(await storage.system.runs.listStopRequests('one')).toMatchObject([{ id: runId }]);
  expect(await storage.system.runs.listStopRequests('two')).toEqual([]);
  await storage.close();
});

test('a form is overdue as long as its run waits for it', async () => {
  const { clock, storage, stores, runId } = await open();
  const { runs } = storage.system;
  await stores.runs.record({ runId, runPatch: { status: 'paused', leaseOwner: null, leaseExpiresAt: null } });
  const form = { workflowRunId: runId, nodeId: 'ask', nodeTitle: 'Ask', definition: {}, renderedContent: '' };
  const { id } = await stores.forms.create({ ...form, token: 'secret', expiresAt: clock.now() + LEASE_MS });
  expect(await runs.listOverdueForms()).toEqual([]);
  clock.advance(LEASE_MS + 1000);
  expect(await runs.listOverdueForms()).toMatchObject([{ id }]);
  await stores.runs.record({ runId, runPatch: { status: 'failed' } });
  expect(await runs.listOverdueForms()).toEqual([]);
  await storage.close();
});
