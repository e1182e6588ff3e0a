import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import type { AccountId, ConversationId, EndUserId, MessageId } from '../../kernel/index.ts';
import { loadNativeAddon } from '../../platform/assets/index.ts';
import type { App } from '../rows.ts';
import type { Storage } from '../storage.ts';
import type { TenantStores } from '../tenant-stores.ts';
import { createApp, createTenant, newRunId, type TestFolder, testFolder, testIds } from '../testing.ts';

/**
 * What a server asks all the time must not cost more with every run, or with every message of an app, that was ever
 * recorded. SQLite plans without statistics, here as in every database of this program.
 */

afterEach(() => vi.restoreAllMocks());

const jobPlaces = { concurrency: { mail: 1, index: 2 } };

test('what is asked time and again finds its rows by an index', async () => {
  using folder = testFolder();
  const plans = await plansOf(folder, async ({ storage }) => {
    const { runs, jobs } = storage.system;
    await runs.listInterrupted();
    await runs.listStopRequests('one');
    await runs.listAnswered();
    await runs.listOverdueForms();
    await runs.listOwners();
    await runs.endLeases('one');
    await runs.renew({ owner: 'one', expiresAt: 1 }, []);
    await jobs.isAnyDue(jobPlaces);
    await jobs.findNextInstant(jobPlaces);
  });
  expect(plans.length).toBeGreaterThan(8);
  expect(plans.filter(({ plan }) => plan.some(walksThroughAll))).toEqual([]);
});

test('one conversation or run is found among all those of its app', async () => {
  using folder = testFolder();
  const conversationId = testIds.next() as ConversationId;
  const messageId = testIds.next() as MessageId;
  const owner = { endUserId: testIds.next() as EndUserId };
  const plans = await plansOf(folder, async ({ stores, app }) => {
    const { messages, messageParts, conversations, annotations } = stores.ofApp(app);
    await messages.listNewest(conversationId, 10);
    await messages.listLinks(conversationId);
    await messages.countByParent(conversationId, messageId);
    await messages.list(conversationId, { limit: 20 });
    await messageParts.findFeedbacks([messageId]);
    await messageParts.findFiles([messageId]);
    await messageParts.findThoughts([messageId]);
    await conversations.list({ owner, isPinned: true });
    await conversations.findVariables(conversationId);
    await annotations.listHits(testIds.next());
    await stores.runs.countElsewhere(app.id, 'one');
    await stores.forms.listOfRuns([newRunId()]);
  });
  expect(plans.length).toBeGreaterThan(11);
  expect(plans.filter(({ plan }) => plan.some((step) => walksThroughAll(step) || isOfAll(step)))).toEqual([]);
});

test("what a person has is found among all that an app's people have, in whatever order", async () => {
  using folder = testFolder();
  const owner = { endUserId: testIds.next() as EndUserId };
  const plans = await plansOf(folder, async ({ stores, app }) => {
    const { conversations, messageParts } = stores.ofApp(app);
    for (const sortBy of ['createdAt', 'updatedAt'] as const) {
      await conversations.list({ owner, sortBy, direction: 'ascending' });
      await conversations.list({ owner: { accountId: testIds.next() as AccountId }, sortBy });
    }
    await messageParts.listBookmarked(owner);
    await stores.toolFiles.list(testIds.next() as ConversationId);
  });
  expect(plans.length).toBe(6);
  expect(plans.filter(({ plan }) => plan.some((step) => walksThroughAll(step) || isOfAll(step)))).toEqual([]);
});

test('a page with a number is counted and reached within an index', async () => {
  using folder = testFolder();
  const plans = await plansOf(folder, async ({ stores, app }) => {
    const { logs, annotations, messageParts } = stores.ofApp(app);
    await logs.list({ page: 500 });
    await logs.list({ page: 500, from: 1, to: 2 });
    await annotations.list({ page: 400 });
    await annotations.listHits(testIds.next(), { page: 2 });
    await messageParts.listFeedbacks({ page: 400 });
    await stores.apps.list({ page: 2 });
  });
  const [counts, pages] = [plans.filter(({ text }) => isCount(text)), plans.filter(({ text }) => isOrdered(text))];
  expect([counts.length, pages.length]).toEqual([6, 6]);
  expect(counts.filter(({ plan }) => !plan.every((step) => step.includes('USING COVERING INDEX')))).toEqual([]);
  expect(pages.filter(({ plan }) => plan.some((step) => walksThroughAll(step) || isSorted(step)))).toEqual([]);
});

interface Asked {
  readonly storage: Storage;
  readonly stores: TenantStores;
  readonly app: App;
}

/** How SQLite goes about the queries that `ask` asks. */
async function plansOf(folder: TestFolder, ask: (asked: Asked) => Promise<void>) {
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores, 'advanced-chat');
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  await ask({ storage, stores, app });
  const texts = prepare.mock.calls.map(([text]) => text).filter((text) => /^(select|update)/i.test(text));
  prepare.mockRestore();
  await storage.close();
  const raw = new Database(folder.path, { nativeBinding: loadNativeAddon('native/better_sqlite3.node') as string });
  const plans = texts.map((text) => ({ text, plan: planOf(raw, text) }));
  raw.close();
  return plans;
}

function planOf(raw: Database.Database, text: string): string[] {
  const places = text.match(/\?/g) ?? [];
  const steps = raw.prepare(`explain query plan ${text}`).all(places.map(() => null)) as { detail: string }[]; // its columns
  return steps.map(({ detail }) => detail);
}

/** The index of unfinished runs holds next to nothing. */
function walksThroughAll(step: string): boolean {
  return step.startsWith('SCAN') && !step.endsWith('USING INDEX workflow_runs_unfinished');
}

/** Only the owner is looked up, and all that it has is gone through. */
function isOfAll(step: string): boolean {
  return /^SEARCH (?!apps)\w+ .*\((app_id|tenant_id|status)=\?\)$/.test(step);
}

const isCount = (text: string) => text.startsWith('select count(*)');
const isOrdered = (text: string) => text.includes(' order by ');

/** Rows are read, and put in order, before the first of them is answered. */
const isSorted = (step: string) => step.startsWith('USE TEMP B-TREE');
