import { expect, test } from 'vitest';
import { KnownError, type WorkflowRunId } from '../kernel/index.ts';
import { type Log, silentLog } from '../platform/log/index.ts';
import { OwedEnds } from './owed-ends.ts';

const run = 'run' as WorkflowRunId;
const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

/** A write that fails a few times, and how often it was tried. */
function failing(times: number, error: Error) {
  const written = Promise.withResolvers<number>();
  let tries = 0;
  return {
    written: written.promise,
    tries: () => tries,
    async write() {
      tries += 1;
      if (tries <= times) throw error;
      written.resolve(tries);
    },
  };
}

test('what the disk has no room for is written once it has', async () => {
  const ends = new OwedEnds(silentLog, 1);
  const { write, written } = failing(2, full);
  await ends.pay(run, write);
  expect(ends.list()).toEqual([run]);
  expect(await written).toBe(3);
  await ends.close();
  expect(ends.list()).toEqual([]);
});

test('what is wrong in itself is tried once', async () => {
  const ends = new OwedEnds(silentLog, 1);
  const { write, tries } = failing(5, new Error('UNIQUE constraint failed'));
  await ends.pay(run, write);
  expect([ends.list(), tries()]).toEqual([[], 1]);
});

test('closing tries once more and does not wait for a disk that stays full', async () => {
  const ends = new OwedEnds(silentLog, 1_000_000);
  const { write, tries } = failing(5, full);
  await ends.pay(run, write);
  await ends.close();
  expect([ends.list(), tries()]).toEqual([[], 2]);
});

test('a run whose beginning was not written either owes nothing, and nobody is told a second time', async () => {
  const told: string[] = [];
  const log: Log = { ...silentLog, warn: (text) => told.push(text) };
  const ends = new OwedEnds(log, 1);
  const { write, tries } = failing(5, new KnownError('not_found'));
  await ends.pay(run, write);
  expect([ends.list(), tries(), told]).toEqual([[], 1, []]);
});
