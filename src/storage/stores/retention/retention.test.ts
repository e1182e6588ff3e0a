import { expect, test } from 'vitest';
import type { ConversationId, MessageId, WorkflowId } from '../../../kernel/index.ts';
import { openConnection } from '../../dialects/sqlite/connection.ts';
import {
  createApp,
  createTenant,
  movableClock,
  newRun,
  newRunId,
  openInMemory,
  testFolder,
  testIds,
} from '../../testing.ts';

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
  const events = { sequence: 1, count: 1, text: JSON.stringify(text) };
  await stores.runs.record({ runId: old, run: finished, events, appLog: { id: 'log', createdFrom: 'service-api' } });
  await stores.runs.record({ runId: unfinished, run: newRun(app.id) });
  clock.advance(10 * DAY_MS);
  await stores.runs.record({ runId: recent, run: { ...finished, inputs: { text: `${text}!` } } });
  const { retention } = storage.system;
  expect(await retention.deleteRuns({ before: clock.now() - 5 * DAY_MS })).toBe(1);
  expect(await stores.runs.find(old)).toBeUndefined();
  expect((await stores.ofApp(app).logs.list()).total).toBe(0);
  expect(await stores.runs.find(unfinished)).toBeDefined();
  expect(await retention.deleteBlobs()).toBe(2); // of the old run: its inputs and its events
  expect((await stores.runs.get(recent)).inputs).toEqual({ text: `${text}!` });
  expect(await retention.deleteBlobs()).toBe(0);
  await storage.close();
});

test('only old runs of the workflows that were named go, as many as there are', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const workflowId = testIds.next() as WorkflowId;
  const finished = { ...newRun(app.id), status: 'succeeded' as const };
  for (let count = 0; count < 5; count++)
    await stores.runs.record({ runId: newRunId(), run: { ...finished, workflowId } });
  await stores.runs.record({ runId: newRunId(), run: finished });
  const request = { before: Date.now() + 1, batchSize: 2, workflowIds: [workflowId] };
  expect(await storage.system.retention.deleteRuns(request)).toBe(5);
  expect(await stores.runs.count({})).toBe(1);
  await storage.close();
});

test('old runs that stay are passed once, and others have a turn meanwhile', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const workflowId = testIds.next() as WorkflowId;
  const finished = { ...newRun(app.id), status: 'succeeded' as const };
  const record = (run: typeof finished) => stores.runs.record({ runId: newRunId(), run });
  for (let count = 0; count < 4; count++) {
    await Promise.all(Array.from({ length: 100 }, () => record(finished)));
    await record({ ...finished, workflowId });
  }
  const request = { before: Date.now() + 1, batchSize: 2, workflowIds: [workflowId] };
  const turns: string[] = [];
  const swept = storage.system.retention.deleteRuns(request).then((count) => turns.push(`swept ${count}`));
  for (let turn = 0; turn < 4; turn++) {
    await new Promise(setImmediate);
    turns.push('turn');
  }
  await swept;
  expect(turns).toEqual(['turn', 'turn', 'turn', 'turn', 'swept 4']);
  expect(await stores.runs.count({})).toBe(400);
  await storage.close();
});

test.each([
  ['advanced-chat', 1],
  ['chat', 2],
] as const)('of the messages of a %s app whose runs are old, %i remain', async (mode, remaining) => {
  using folder = testFolder();
  const clock = movableClock();
  const storage = folder.open(clock);
  const stores = await createTenant(storage);
  const app = await createApp(stores, mode);
  const { conversations, messages } = stores.ofApp(app);
  const [ended, going] = [testIds.next() as ConversationId, testIds.next() as ConversationId];
  const from = { mode, inputs: {}, fromSource: 'api' } as const;
  for (const id of [ended, going]) await conversations.create({ id, ...from });
  const ask = async (conversationId: ConversationId) => {
    const runId = newRunId();
    await stores.runs.record({ runId, run: { ...newRun(app.id), type: 'chat', status: 'succeeded' } });
    const message = { id: testIds.next() as MessageId, conversationId, query: 'q', workflowRunId: runId };
    return messages.create({ ...message, inputs: {}, fromSource: 'api' });
  };
  await ask(ended);
  await ask(going);
  clock.advance(10 * DAY_MS);
  await ask(going);
  expect(await storage.system.retention.deleteRuns({ before: clock.now() - DAY_MS })).toBe(2);
  expect(await messages.count(going)).toBe(remaining);
  expect((await conversations.find(ended)) === undefined).toBe(mode === 'advanced-chat');
  expect(await conversations.find(going)).toBeDefined();
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
  const said = { conversationId: conversation.id, query: 'q', inputs: {}, fromSource: 'api' } as const;
  await endUsers.findOrCreate({ type: 'browser', sessionId: 's' });
  await stores.runs.record({ runId: newRunId(), run: newRun(app.id) });
  for (let count = 0; count < 300; count++) await messages.create({ ...said, id: testIds.next() as MessageId });
  expect(await stores.apps.delete(app.id)).toBe(true);
  expect(await storage.system.retention.deleteOrphans()).toBe(3); // run, conversation (with its messages), end user
  const connection = openConnection({ path: folder.path });
  for (const table of ['workflow_runs', 'conversations', 'messages', 'end_users']) {
    expect(connection.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  }
  connection.close();
  await storage.close();
});

test('bytes that a killed process stored for nobody go once they are old', async () => {
  using folder = testFolder();
  const clock = movableClock();
  const storage = folder.open(clock);
  const stores = await createTenant(storage);
  const [used, stray] = await Promise.all(['used', 'stray'].map((text) => storage.blobs.put(Buffer.from(text))));
  const file = {
    name: 'n',
    extension: 'txt',
    mimeType: 'text/plain',
    createdBy: 'x',
    createdByRole: 'account',
  } as const;
  await stores.uploadFiles.create({ ...file, size: 4, blobHash: used?.hash ?? '' });
  expect(await storage.system.retention.deleteBlobs()).toBe(0); // it may be named in a moment
  clock.advance(DAY_MS);
  expect(await storage.system.retention.deleteBlobs()).toBe(1);
  expect([await storage.blobs.has(used?.hash ?? ''), await storage.blobs.has(stray?.hash ?? '')]).toEqual([
    true,
    false,
  ]);
  await storage.close();
});

test('a sweep through many blobs leaves the process to others in between', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const file = {
    name: 'n',
    extension: 'txt',
    mimeType: 'text/plain',
    createdBy: 'x',
    createdByRole: 'account',
  } as const;
  const hashes = Array.from({ length: 1200 }, (_, index) => String(index).padStart(64, '0'));
  await Promise.all(hashes.map((blobHash) => stores.uploadFiles.create({ ...file, size: 1, blobHash })));
  let [turns, isOver] = [0, false];
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await storage.system.retention.deleteBlobs();
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(3);
  await storage.close();
});

test('an import that nobody confirmed goes when its time is over', async () => {
  const clock = movableClock();
  const storage = openInMemory(clock);
  const stores = await createTenant(storage);
  await stores.pendingImports.create({ content: 'yaml', options: {}, expiresAt: clock.now() + DAY_MS });
  expect(await storage.system.retention.deleteExpiredImports()).toBe(0);
  clock.advance(2 * DAY_MS);
  expect(await storage.system.retention.deleteExpiredImports()).toBe(1);
  await storage.close();
});

test('a sweep ends when it is told to', async () => {
  const storage = openInMemory();
  const ended = AbortSignal.abort(new Error('closing'));
  const { retention } = storage.system;
  await expect(retention.deleteRuns({ before: Date.now() }, ended)).rejects.toThrow('closing');
  await expect(retention.deleteBlobs(ended)).rejects.toMatchObject({ name: 'AbortError' });
  await expect(retention.shrink(ended)).rejects.toThrow('closing');
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
  await storage.system.retention.deleteRuns({ before: clock.now() + 1 });
  expect(await storage.system.retention.shrink()).toBeGreaterThan(2000);
  const connection = openConnection({ path: folder.path });
  expect(connection.raw.pragma('freelist_count', { simple: true })).toBe(0);
  expect(connection.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  connection.close();
  await storage.close();
});
