import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { Clock, JobId } from '../kernel/index.ts';
import { createIdSource, systemClock } from '../platform/clock/index.ts';
import { silentLog } from '../platform/log/index.ts';
import { openStorage, type Storage } from '../storage/index.ts';
import {
  type Attempt,
  type BoundJob,
  bindJob,
  defineJob,
  enqueueJob,
  JobRunner,
  type JobRunnerOptions,
} from './index.ts';

const Payload = z.object({ text: z.string() });

/** Real time, which a test may push forward, and whose date it may set; who sleeps is woken by that. */
function movableClock(): Clock & { advance(milliseconds: number): void; set(milliseconds: number): void } {
  let ahead = 0;
  let dated = 0;
  let pushed = new AbortController();
  const wake = () => {
    pushed.abort();
    pushed = new AbortController();
  };
  return {
    now: () => Date.now() + ahead + dated,
    monotonic: () => performance.now() + ahead,
    sleep: async (milliseconds, signal) => {
      const either = AbortSignal.any(signal ? [signal, pushed.signal] : [pushed.signal]);
      await systemClock.sleep(milliseconds, either).catch(() => signal?.throwIfAborted());
    },
    after: systemClock.after,
    advance: (milliseconds) => {
      ahead += milliseconds;
      wake();
    },
    set: (milliseconds) => {
      dated += milliseconds;
      wake();
    },
  };
}

function openQueue(clock: Clock = systemClock): Storage {
  const storage = openStorage({ path: ':memory:', clock, ids: createIdSource() });
  onTestFinished(() => storage.close());
  return storage;
}

function startRunner(storage: Storage, kinds: readonly BoundJob[], options: Partial<JobRunnerOptions> = {}): JobRunner {
  const defaults = { clock: systemClock, log: silentLog, owner: 'one', pollMs: 20 };
  const runner = new JobRunner({ jobs: storage.system.jobs, kinds, ...defaults, ...options });
  onTestFinished(() => runner.close());
  runner.start();
  return runner;
}

/** A kind whose runs the test can wait for. */
function observed(work: (text: string, attempt: Attempt) => Promise<void> = async () => {}) {
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  const definition = defineJob<string, z.infer<typeof Payload>>({
    name: 'observed',
    payload: Payload,
    maxAttempts: 3,
    backoff: { firstMs: 60_000, longestMs: 100_000 },
    run: async (scope, { text }, attempt) => {
      texts.push(`${scope}:${text}`);
      for (const check of waiting) check();
      await work(text, attempt);
    },
  });
  const reached = (count: number) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (texts.length >= count) resolve();
      };
      waiting.add(check);
      check();
    });
  return { definition, texts, reached, bound: bindJob(definition, () => 'scope') };
}

/** Looks until the job is so. */
async function until(
  storage: Storage,
  id: JobId,
  status: string,
): Promise<NonNullable<Awaited<ReturnType<typeof get>>>> {
  const get = () => storage.system.jobs.find(id);
  for (;;) {
    const job = await get();
    if (job?.status === status) return job;
    await new Promise(setImmediate);
  }
}
const get = (storage: Storage, id: JobId) => storage.system.jobs.find(id);

test('a job runs once, with its payload, in the scope it was bound to', async () => {
  const storage = openQueue();
  const { definition, texts, reached, bound } = observed();
  startRunner(storage, [bound]);
  const job = await enqueueJob(storage.system.jobs, definition, { text: 'hello' });
  await reached(1);
  expect(await until(storage, job.id, 'done')).toMatchObject({ attempts: 1, leaseOwner: null });
  expect(texts).toEqual(['scope:hello']);
});

test('a job that fails comes back later each time, then stays as dead until somebody retries it', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  let isBroken = true;
  const { definition, texts, reached, bound } = observed(async () => {
    if (isBroken) throw new Error('no luck');
  });
  startRunner(storage, [bound], { clock, random: () => 1 });
  const { id } = await enqueueJob(storage.system.jobs, definition, { text: 'x' });
  await reached(1);
  const afterOne = await until(storage, id, 'waiting');
  expect(afterOne).toMatchObject({ attempts: 1, lastError: 'no luck' });
  expect(afterOne.runAt - clock.now()).toBeGreaterThan(50_000);
  clock.advance(61_000);
  await reached(2);
  const afterTwo = await until(storage, id, 'waiting');
  expect(afterTwo.runAt - clock.now()).toBeGreaterThan(90_000); // twice as long, cut at the longest
  clock.advance(101_000);
  await reached(3);
  expect(await until(storage, id, 'dead')).toMatchObject({ attempts: 3, dedupeKey: null });
  isBroken = false;
  expect(await storage.system.jobs.retry(id)).toBe(true);
  await until(storage, id, 'done');
  expect(texts).toHaveLength(4);
});

test('a payload that does not fit is given up at once', async () => {
  const storage = openQueue();
  const { texts, bound } = observed();
  startRunner(storage, [bound]);
  const { id } = await storage.system.jobs.enqueue({ name: 'observed', payload: { text: 5 }, maxAttempts: 3 });
  expect((await until(storage, id, 'dead')).attempts).toBe(1);
  expect(texts).toEqual([]);
});

test('no more jobs of a kind run at a time than it allows', async () => {
  const storage = openQueue();
  let [running, most] = [0, 0];
  const kind = defineJob<undefined, z.infer<typeof Payload>>({
    name: 'narrow',
    payload: Payload,
    concurrency: 2,
    run: async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    },
  });
  const bound = [bindJob(kind, () => undefined)];
  startRunner(storage, bound, { owner: 'one' });
  startRunner(storage, bound, { owner: 'two' });
  const texts = Array.from({ length: 12 }, (_, index) => String(index));
  const jobs = await Promise.all(texts.map((text) => enqueueJob(storage.system.jobs, kind, { text })));
  for (const { id } of jobs) await until(storage, id, 'done');
  expect(most).toBe(2);
});

test.each([
  ['of its kind', { capacity: 8 }],
  ['in the process', { capacity: 1 }],
])('a job that waits for a place %s is not asked for all the time', async (_, options) => {
  const { promise: end, resolve: letEnd } = Promise.withResolvers<void>();
  const pauses: number[] = [];
  const clock: Clock = {
    ...systemClock,
    sleep: (milliseconds, signal) => {
      pauses.push(milliseconds);
      return systemClock.sleep(milliseconds, signal);
    },
  };
  const storage = openQueue();
  const { definition, texts, reached, bound } = observed(() => end);
  const runner = startRunner(storage, [bound], { clock, pollMs: 777, ...options });
  await enqueueJob(storage.system.jobs, definition, { text: 'first' });
  await reached(1);
  const { id } = await enqueueJob(storage.system.jobs, definition, { text: 'second' });
  const before = pauses.length;
  runner.wake();
  await expect.poll(() => pauses.length).toBeGreaterThan(before);
  expect(pauses.slice(before)).toEqual(pauses.slice(before).map(() => 777));
  letEnd();
  await until(storage, id, 'done');
  expect(texts).toEqual(['scope:first', 'scope:second']);
});

test('a job whose process fell silent is taken over, and the late answer of that process does not count', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, reached, bound } = observed();
  const { id } = await enqueueJob(storage.system.jobs, definition, { text: 'x' });
  const lease = { concurrency: { observed: 1 }, limit: 1, leaseExpiresAt: clock.now() + 30_000 };
  expect(await storage.system.jobs.claim({ owner: 'dead', ...lease })).toHaveLength(1);
  expect(await storage.system.jobs.claim({ owner: 'one', ...lease })).toHaveLength(0);
  clock.advance(31_000);
  startRunner(storage, [bound], { clock });
  await reached(1);
  expect((await until(storage, id, 'done')).attempts).toBe(2);
  expect(await storage.system.jobs.complete(id, 'dead')).toBe(false);
});

test.each([
  [3, 'done'],
  [1, 'dead'],
])('a clock set forward ends no lease before its owner could renew it (of %i attempts)', async (maxAttempts, end) => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, texts, bound } = observed();
  const bystander = defineJob<undefined, z.infer<typeof Payload>>({
    name: 'bystander',
    payload: Payload,
    run: async () => {},
  });
  const { id } = await enqueueJob(storage.system.jobs, { ...definition, maxAttempts }, { text: 'x' });
  const lease = { concurrency: { observed: 1 }, limit: 1, leaseExpiresAt: clock.now() + 30_000 };
  expect(await storage.system.jobs.claim({ owner: 'one', ...lease })).toHaveLength(1);
  startRunner(storage, [bound, bindJob(bystander, () => undefined)], { clock, owner: 'two' });
  clock.set(3_600_000);
  const other = await enqueueJob(storage.system.jobs, bystander, { text: 'makes the runner look' });
  await until(storage, other.id, 'done');
  expect(await get(storage, id)).toMatchObject({ status: 'running', leaseOwner: 'one', attempts: 1 });
  expect(texts).toEqual([]);
  clock.advance(31_000);
  await until(storage, id, end); // its owner has not renewed it in all that time
});

test.each([1, 3])(
  'a process that slept for long does not run its own job twice (of %i attempts)',
  async (maxAttempts) => {
    const clock = movableClock();
    const storage = openQueue(clock);
    const release = Promise.withResolvers<void>();
    const { definition, texts, reached, bound } = observed(() => release.promise);
    const bystander = defineJob<undefined, z.infer<typeof Payload>>({
      name: 'bystander',
      payload: Payload,
      run: async () => {},
    });
    startRunner(storage, [bound, bindJob(bystander, () => undefined)], { clock });
    const { id } = await enqueueJob(storage.system.jobs, { ...definition, maxAttempts }, { text: 'x' });
    await reached(1);
    await storage.system.jobs.renew([id], 'one', clock.now() - 1); // its lease ran out meanwhile
    const other = await enqueueJob(storage.system.jobs, bystander, { text: 'makes the runner look' });
    await until(storage, other.id, 'done');
    release.resolve();
    expect(await until(storage, id, 'done')).toMatchObject({ attempts: 1 });
    expect(texts).toEqual(['scope:x']);
  },
);

test('closing lets a running job finish, and gives back one that does not', async () => {
  const storage = openQueue();
  const release = Promise.withResolvers<void>();
  const patient = observed((_, { signal }) =>
    Promise.race([
      release.promise,
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ]),
  );
  const runner = startRunner(storage, [patient.bound]);
  const finished = await enqueueJob(storage.system.jobs, patient.definition, { text: 'a' });
  await patient.reached(1);
  const closing = runner.close();
  release.resolve();
  await closing;
  expect((await get(storage, finished.id))?.status).toBe('done');

  const stubborn = observed(
    (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const second = startRunner(storage, [stubborn.bound], { owner: 'two', drainMs: 1 });
  const { id } = await enqueueJob(storage.system.jobs, stubborn.definition, { text: 'b' });
  await stubborn.reached(1);
  await second.close();
  expect(await get(storage, id)).toMatchObject({ status: 'waiting', attempts: 0, leaseOwner: null });
});

test('closing does not wait for a job that may be broken off at any place', async () => {
  const storage = openQueue();
  const endless = observed(
    (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const breakable = bindJob({ ...endless.definition, isBreakable: true }, () => 'scope');
  const runner = startRunner(storage, [breakable], { drainMs: 3_600_000 });
  const { id } = await enqueueJob(storage.system.jobs, endless.definition, { text: 'a' });
  await endless.reached(1);
  await runner.close();
  expect(await get(storage, id)).toMatchObject({ status: 'waiting', attempts: 0, leaseOwner: null });
});

test('a key admits one job at a time, priority goes first, and a delay is kept', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, texts, reached, bound } = observed();
  const { jobs } = storage.system;
  const first = await enqueueJob(jobs, definition, { text: 'low' }, { dedupeKey: 'k' });
  expect((await enqueueJob(jobs, definition, { text: 'again' }, { dedupeKey: 'k' })).id).toBe(first.id);
  await enqueueJob(jobs, definition, { text: 'high' }, { priority: 5 });
  const late = await enqueueJob(jobs, definition, { text: 'late' }, { runAt: clock.now() + 60_000 });
  startRunner(storage, [bound], { clock });
  await reached(2);
  await until(storage, first.id, 'done');
  expect(texts).toEqual(['scope:high', 'scope:low']);
  expect((await enqueueJob(jobs, definition, { text: 'anew' }, { dedupeKey: 'k' })).id).not.toBe(first.id);
  await reached(3);
  clock.advance(61_000);
  await reached(4);
  await until(storage, late.id, 'done');
});

test('a job that supersedes ends an unlike one with its key, waiting or at work, and only an unlike one', async () => {
  const storage = openQueue();
  const gate = Promise.withResolvers<void>();
  const { definition, texts, reached, bound } = observed((text) =>
    text === 'first' ? gate.promise : Promise.resolve(),
  );
  const options = { dedupeKey: 'k', isSuperseding: true };
  const ask = (text: string) => enqueueJob(storage.system.jobs, definition, { text }, options);
  const waiting = await ask('never');
  const first = await ask('first');
  expect((await ask('first')).id).toBe(first.id);
  expect(await get(storage, waiting.id)).toMatchObject({ status: 'done', attempts: 0, dedupeKey: null });
  const runner = startRunner(storage, [bound]);
  await reached(1);
  const second = await ask('second');
  expect(await get(storage, first.id)).toMatchObject({ status: 'done', leaseOwner: null });
  await until(storage, second.id, 'done');
  gate.resolve();
  await runner.close();
  expect(await get(storage, first.id)).toMatchObject({ status: 'done', lastError: expect.stringContaining('later') });
  expect(texts).toEqual(['scope:first', 'scope:second']);
});

test('a schedule fires once per turn, however many processes run', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, texts, reached } = observed();
  const scheduled = { ...definition, schedule: { pattern: '0 0 * * *', payload: { text: 'daily' } } };
  const kinds = () => [bindJob(scheduled, () => 'scope')];
  startRunner(storage, kinds(), { clock, owner: 'one' });
  startRunner(storage, kinds(), { clock, owner: 'two' });
  clock.advance(86_400_000);
  await reached(1);
  const [job] = (await storage.system.jobs.list()).items;
  await until(storage, (job?.id ?? '') as JobId, 'done');
  clock.advance(86_400_000);
  await reached(2);
  expect(texts).toEqual(['scope:daily', 'scope:daily']);
  expect((await storage.system.jobs.list()).items).toHaveLength(2);
});

test('a clock that was years ahead and is set right again leaves the schedule in use', async () => {
  const clock = movableClock();
  let looked = () => {};
  const sleep: Clock['sleep'] = (milliseconds, signal) => {
    if (milliseconds <= 20) looked(); // and rests until the next look
    return clock.sleep(milliseconds, signal);
  };
  const storage = openQueue(clock);
  const { definition, reached } = observed();
  const scheduled = { ...definition, schedule: { pattern: '0 0 * * *', payload: { text: 'daily' } } };
  const years = 3 * 365 * 86_400_000;
  startRunner(storage, [bindJob(scheduled, () => 'scope')], { clock: { ...clock, sleep } });
  clock.advance(years);
  await reached(1); // the turn that came first; the next is one of the future
  clock.advance(86_400_000);
  await reached(2);
  clock.advance(-years - 86_400_000);
  for (let look = 0; look < 2; look += 1) await new Promise<void>((resolve) => (looked = resolve)); // one was under way
  clock.advance(86_400_000);
  await reached(3);
});

test('a turn that was missed is made up for once, a minute after a process has begun', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, texts, reached } = observed();
  const schedule = { pattern: '0 0 * * *', payload: { text: 'daily' }, isMadeUpFor: true };
  const start = () => startRunner(storage, [bindJob({ ...definition, schedule }, () => 'scope')], { clock });
  const firstDay = start();
  await firstDay.close();
  expect((await storage.system.jobs.list()).items).toEqual([]); // a schedule that is new has missed nothing
  clock.advance(3 * 86_400_000);
  await Promise.all([start(), start()].map((runner) => runner.close()));
  const jobs = (await storage.system.jobs.list()).items;
  expect(jobs.map(({ status, runAt }) => [status, Math.round((runAt - clock.now()) / 10_000)])).toEqual([
    ['waiting', 6],
  ]);
  clock.advance(61_000);
  start();
  await reached(1);
  expect(texts).toEqual(['scope:daily']);
});

test('what was put in the queue under a clock that was ahead waits no longer when the clock is set back', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, texts, reached, bound } = observed();
  const { jobs } = storage.system;
  clock.set(5 * 86_400_000);
  const silent = await enqueueJob(jobs, definition, { text: 'begun' });
  const lease = { concurrency: { observed: 1 }, limit: 1, leaseExpiresAt: clock.now() + 30_000 };
  expect(await jobs.claim({ owner: 'gone', ...lease })).toHaveLength(1);
  startRunner(storage, [{ ...bound, concurrency: 2 }], { clock });
  const later = await enqueueJob(jobs, definition, { text: 'in a minute' }, { runAt: clock.now() + 60_000 });
  clock.set(-5 * 86_400_000);
  const soon = await enqueueJob(jobs, definition, { text: 'now' });
  await until(storage, soon.id, 'done');
  const { runAt, createdAt } = (await get(storage, later.id)) ?? { runAt: 0, createdAt: 0 };
  expect(Math.round((runAt - createdAt) / 1000)).toBe(60);
  expect(createdAt).toBeLessThanOrEqual(clock.now());
  clock.advance(31_000); // the lease of a process that fell silent
  await until(storage, silent.id, 'done');
  clock.advance(30_000);
  await reached(3);
  expect(texts).toEqual(['scope:now', 'scope:begun', 'scope:in a minute']);
});

test('a server that starts under the right clock takes up what one whose clock was ahead has left', async () => {
  const clock = movableClock();
  const storage = openQueue(clock);
  const { definition, bound } = observed();
  clock.set(86_400_000);
  const { id } = await enqueueJob(storage.system.jobs, definition, { text: 'x' });
  clock.set(-86_400_000);
  startRunner(storage, [bound], { clock });
  await until(storage, id, 'done');
});

test('a job added in a transaction that fails does not exist', async () => {
  const storage = openQueue();
  const { definition } = observed();
  const tenant = await storage.system.tenants.create({ name: 'T' });
  const stores = storage.tenant(tenant.id);
  const failed = stores.transaction(async ({ jobs }) => {
    await enqueueJob(jobs, definition, { text: 'x' });
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  expect((await stores.jobs.list()).items).toEqual([]);
});

test('a queue where nothing can be new is not read at every poll, but read all the same now and then', async () => {
  const storage = openQueue();
  const reads = vi.spyOn(storage.system.jobs, 'isAnyDue');
  const { bound } = observed();
  let polls = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const foreignWrites = () => {
    polls += 1;
    if (polls === 50) resolve();
    return 7;
  };
  startRunner(storage, [bound], { pollMs: 1, foreignWrites });
  await promise;
  expect(reads.mock.calls.length).toBeGreaterThan(2);
  expect(reads.mock.calls.length).toBeLessThan(8);
});

test('a job that is begun anew does not wait for the next poll', async () => {
  const storage = openQueue();
  let isBroken = true;
  const { definition, reached, bound } = observed(async () => {
    if (isBroken) throw new Error('no luck');
  });
  startRunner(storage, [{ ...bound, isWorthRetrying: () => false }], { pollMs: 600_000 });
  const { id } = await enqueueJob(storage.system.jobs, definition, { text: 'x' });
  await until(storage, id, 'dead');
  isBroken = false;
  expect(await storage.system.jobs.retryAll()).toBe(1);
  await reached(2);
  await until(storage, id, 'done');
});
