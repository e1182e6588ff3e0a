import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../platform/clock/index.ts';
import type { Storage } from '../../index.ts';
import type { TenantStores } from '../../tenant-stores.ts';
import { createApp, createTenant, newRun, newRunId, openInMemory, testIds } from '../../testing.ts';
import type { AppLogFilter, AppLogStore } from './app-logs.ts';

const COUNT = 250;
/** Every fifth asks for a word, in small and large letters. */
const inputOf = (index: number) => (index % 5 === 0 ? `${index} Needle` : `${index} straw`);

let instant = 1000;
const clock = { ...systemClock, now: () => instant };
let storage: Storage;
let stores: TenantStores;
let logs: AppLogStore;

beforeEach(async () => {
  storage = openInMemory(clock);
  stores = await createTenant(storage);
  const app = await createApp(stores);
  logs = stores.ofApp(app).logs;
  for (let index = 0; index < COUNT; index++) {
    if (index % 60 === 0) instant += 1000; // many rows of one instant
    const run = { ...newRun(app.id), inputs: { query: inputOf(index) } };
    const appLog = { id: testIds.next(), createdFrom: 'service-api' } as const;
    await stores.runs.record({ runId: newRunId(), run, appLog });
  }
});
afterEach(() => storage.close());

const asked = async (filter: AppLogFilter) => {
  const { items, ...page } = await logs.list(filter);
  return { ...page, queries: items.map(({ run }) => run?.inputs?.['query']) };
};

/** Newest first. */
const expected = Array.from({ length: COUNT / 5 }, (_, index) => inputOf(COUNT - 5 - index * 5));

test('a word is found wherever it stands, in the order of the log, with the number of all that hold it', async () => {
  const page = { keyword: 'needle', limit: 20 };
  expect(await asked(page)).toEqual({
    queries: expected.slice(0, 20),
    ...{ total: 50, page: 1, limit: 20, hasMore: true },
  });
  expect(await asked({ ...page, page: 3 })).toEqual({
    queries: expected.slice(40),
    ...{ total: 50, page: 3, limit: 20, hasMore: false },
  });
  expect(await asked({ ...page, page: 4 })).toMatchObject({ queries: [], total: 50, hasMore: false });
  expect(await asked({ keyword: 'nowhere' })).toMatchObject({ queries: [], total: 0, hasMore: false });
});

test('a period bounds what is looked through', async () => {
  const newest = instant;
  expect(await asked({ keyword: 'needle', from: newest })).toMatchObject({ total: 2, queries: expected.slice(0, 2) });
  expect(await asked({ keyword: 'needle', to: newest - 1 })).toMatchObject({ total: 48 });
  expect(await asked({ from: newest })).toMatchObject({ total: 10 });
});

test('while a word is looked for, others have their turn', async () => {
  const turns: string[] = [];
  const found = logs.list({ keyword: 'nowhere' }).then(() => turns.push('found'));
  for (let turn = 0; turn < 2; turn++) {
    await new Promise(setImmediate);
    turns.push('turn');
  }
  await found;
  expect(turns).toEqual(['turn', 'turn', 'found']);
});
