import { expect, test } from 'vitest';
import type { ConversationId, MessageId } from '../../kernel/index.ts';
import { openConnection } from '../dialects/sqlite/connection.ts';
import { createApp, createTenant, movableClock, newRun, newRunId, testFolder, testIds } from '../testing.ts';

const DAY_MS = 86_400_000;

test('old runs go with all that hangs on them, newer and unfinished ones stay', async () => {
  using folder = testFolder();
  const clock = movableClock();
  const storage = folder.open(clock);
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const text = 'x'.repeat(100_000);
  const [old, unfinished, recent] = [newRunId(), newRunId(), newRunId()];
  const finished = { ...newRun(app.id), status: 'succeeded' as const, inputs: { text } };
  const events = [{ sequence: 1, json: JSON.stringify(text) }];
  await stores.runs.record({ runId: old, run: finished, events, appLog: { id: 'log', createdFrom: 'service-api' } });
  await stores.runs.record({ runId: unfinished, run: newRun(app.id) });
  clock.advance(10 * DAY_MS);
  await stores.runs.record({ runId: recent, run: { ...finished, inputs: { text: `${text}!` } } });
  const { retention } = storage.system;
  expect(await retention.deleteRuns(clock.now() - 5 * DAY_MS)).toBe(1);
  expect(await stores.runs.find(old)).toBeUndefined();
  expect((await stores.ofApp(app).logs.list()).total).toBe(0);
  expect(await stores.runs.find(unfinished)).toBeDefined();
  expect(await retention.deleteBlobs()).toBe(2); // of the old run: its inputs and its events
  expect((await stores.runs.get(recent)).inputs).toEqual({ text: `${text}!` });
  expect(await retention.deleteBlobs()).toBe(0);
  await storage.close();
});

test('what a deleted app leaves behind is swept', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores, 'chat');
  const { conversations, messages, endUsers } = stores.ofApp(app);
  const conversation = await conversations.create({
    id: testIds.next() as ConversationId,
    mode: 'chat',
    inputs: {},
    fromSource: 'api',
  });
  await messages.create({
    id: testIds.next() as MessageId,
    conversationId: conversation.id,
    query: 'q',
    inputs: {},
    fromSource: 'api',
  });
  await endUsers.findOrCreate({ type: 'browser', sessionId: 's' });
  await stores.runs.record({ runId: newRunId(), run: newRun(app.id) });
  expect(await stores.apps.delete(app.id)).toBe(true);
  expect(await storage.system.retention.deleteOrphans()).toBe(3); // run, conversation (with its message), end user
  const connection = openConnection({ path: folder.path });
  for (const table of ['workflow_runs', 'conversations', 'messages', 'end_users']) {
    expect(connection.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  }
  connection.close();
  await storage.close();
});

test('freed pages are given back to the system', async () => {
  using folder = testFolder();
  const clock = movableClock();
  const storage = folder.open(clock);
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const run = { ...newRun(app.id), status: 'succeeded' as const, inputs: { text: 'x'.repeat(50_000) } };
  await Promise.all(Array.from({ length: 200 }, () => stores.runs.record({ runId: newRunId(), run })));
  await storage.system.retention.deleteRuns(clock.now() + 1);
  expect(await storage.system.retention.shrink()).toBeGreaterThan(2000);
  const connection = openConnection({ path: folder.path });
  expect(connection.raw.pragma('freelist_count', { simple: true })).toBe(0);
  expect(connection.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  connection.close();
  await storage.close();
});
