import { expect, test } from 'vitest';
import {
  type ConversationId,
  type EndUserId,
  Float,
  type MessageId,
  type NodeExecutionId,
} from '../../../kernel/index.ts';
import { createApp, createTenant, newRun, newRunId, openInMemory, testFolder, testIds } from '../../testing.ts';
import type { NodeExecutionRecord } from './run-batch.ts';

const node = (patch: Partial<NodeExecutionRecord> = {}): NodeExecutionRecord => ({
  id: testIds.next() as NodeExecutionId,
  index: 1,
  nodeId: 'llm',
  nodeType: 'llm',
  title: 'LLM',
  status: 'running',
  createdAt: 1,
  ...patch,
});

async function readAll<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

test('a batch holds a run, its events and its nodes', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const runId = newRunId();
  const started = node();
  await stores.runs.record({
    runId,
    run: { ...newRun(app.id), inputs: { price: new Float(5), big: 2n ** 60n } },
    events: { sequence: 1, count: 2, text: 'begun\nnode begun' },
    nodeExecutions: [started],
  });
  await stores.runs.record({
    runId,
    runPatch: { status: 'succeeded', outputs: { text: 'hi' } },
    events: { sequence: 3, count: 1, text: 'over' },
    nodeExecutions: [{ ...started, status: 'succeeded', outputs: { text: 'hi' } }],
  });
  const run = await stores.runs.get(runId);
  expect(run).toMatchObject({ status: 'succeeded', outputs: { text: 'hi' } });
  expect(run.inputs).toEqual({ price: new Float(5), big: 2n ** 60n });
  expect(await readAll(stores.runs.listEvents(runId, 1))).toEqual([
    { sequence: 1, count: 2, text: 'begun\nnode begun' },
    { sequence: 3, count: 1, text: 'over' },
  ]);
  expect(await readAll(stores.runs.listEvents(runId, 2))).toMatchObject([{ text: 'over' }]);
  expect(await stores.runs.findLastSequence(runId)).toBe(3);
  expect(await stores.runs.listNodeExecutions(runId)).toMatchObject([{ status: 'succeeded', outputs: { text: 'hi' } }]);
  await storage.close();
});

test('large values and events go to blobs and come back, and later batches do not overtake them', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const runId = newRunId();
  const started = node();
  const text = 'ü'.repeat(100_000);
  await Promise.all([
    stores.runs.record({
      runId,
      run: { ...newRun(app.id), inputs: { text } },
      events: { sequence: 1, count: 1, text: JSON.stringify({ text }) },
      nodeExecutions: [{ ...started, inputs: { text } }],
    }),
    stores.runs.record({
      runId,
      events: { sequence: 2, count: 1, text: '{}' },
      nodeExecutions: [{ ...started, inputs: { text }, outputs: { text }, status: 'succeeded' }],
    }),
  ]);
  await storage.close();
  const reopened = folder.open();
  const again = reopened.tenant(stores.tenantId);
  expect((await again.runs.get(runId)).inputs).toEqual({ text });
  expect(await readAll(again.runs.listEvents(runId))).toEqual([
    { sequence: 1, count: 1, text: JSON.stringify({ text }) },
    { sequence: 2, count: 1, text: '{}' },
  ]);
  const [record] = await again.runs.listNodeExecutions(runId);
  expect(record).toMatchObject({ status: 'succeeded', inputs: { text }, outputs: { text } });
  await reopened.close();
});

test('a batch that fails leaves nothing of itself and harms no other', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const [bad, good] = [newRunId(), newRunId()];
  const events = { sequence: 1, count: 1, text: '{}' };
  await stores.runs.record({ runId: bad, run: newRun(app.id), events });
  const results = await Promise.allSettled([
    stores.runs.record({ runId: bad, runPatch: { status: 'failed' }, events }), // this number is taken
    stores.runs.record({ runId: good, run: newRun(app.id), events }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect((await stores.runs.get(bad)).status).toBe('running');
  expect((await stores.runs.get(good)).status).toBe('running');
  await storage.close();
});

test('what a deleted conversation would have held is left out, and the rest of its run is kept', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const app = await createApp(stores, 'agent-chat');
  const { conversations } = stores.ofApp(app);
  const [runId, id, messageId] = [newRunId(), testIds.next() as ConversationId, testIds.next() as MessageId];
  const from = { inputs: {}, fromSource: 'api', fromEndUserId: testIds.next() as EndUserId } as const;
  await stores.runs.record({
    runId,
    run: newRun(app.id),
    conversation: { id, mode: 'agent-chat', ...from },
    message: { id: messageId, conversationId: id, query: 'Why?', workflowRunId: runId, ...from },
  });
  await conversations.delete(id);
  const variable = { variableId: testIds.next(), name: 'mood', valueType: 'string', value: 'calm', description: '' };
  await stores.runs.record({
    runId,
    events: { sequence: 1, count: 1, text: '{}' },
    agentThoughts: [{ id: testIds.next(), messageId, position: 1, toolLabels: {}, toolMeta: {}, messageFiles: [] }],
    conversationVariables: { conversationId: id, variables: [variable] },
    messagePatch: { id: messageId, answer: 'Because.' },
  });
  expect(await stores.runs.findLastSequence(runId)).toBe(1);
  expect(await conversations.findVariables(id)).toEqual([]);
  await storage.close();
});
