import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { loadNativeAddon } from '../../platform/assets/index.ts';
import { testFolder } from '../testing.ts';

/** What a server asks all the time must not cost more with every run that was ever recorded. */

afterEach(() => vi.restoreAllMocks());

const jobPlaces = { concurrency: { mail: 1, index: 2 } };

test('what is asked time and again finds its rows by an index', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const { runs, jobs } = storage.system;
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  await runs.listInterrupted();
  await runs.listStopRequests('one');
  await runs.listAnswered();
  await runs.listOverdueForms();
  await runs.listOwners();
  await runs.endLeases('one');
  await runs.renew({ owner: 'one', expiresAt: 1 }, []);
  await jobs.isAnyDue(jobPlaces);
  await jobs.findNextInstant(jobPlaces);
  const asked = prepare.mock.calls.map(([text]) => text).filter((text) => /^(select|update)/i.test(text));
  prepare.mockRestore();
  await storage.close();
  const raw = new Database(folder.path, { nativeBinding: loadNativeAddon('native/better_sqlite3.node') as string });
  const plans = asked.map((text) => ({ text, plan: planOf(raw, text) }));
  raw.close();
  expect(plans.length).toBeGreaterThan(8);
  expect(plans.filter(({ plan }) => plan.some(walksThroughAll))).toEqual([]);
});

function planOf(raw: Database.Database, text: string): string[] {
  const places = text.match(/\?/g) ?? [];
  const steps = raw.prepare(`explain query plan ${text}`).all(places.map(() => null)) as { detail: string }[]; // its columns
  return steps.map(({ detail }) => detail);
}

/** The index of unfinished runs holds next to nothing. */
function walksThroughAll(step: string): boolean {
  return step.startsWith('SCAN') && !step.endsWith('USING INDEX workflow_runs_unfinished');
}
