import { expect, test } from 'vitest';
import type { RunEvent } from '../engine/index.ts';
import { type NumberedEvent, RunLog } from './run-log.ts';

const fact = (rootNodeId: string): RunEvent => ({ type: 'run-started', at: 0, reason: 'initial', rootNodeId });
const text = (piece: string): RunEvent => ({
  type: 'text-delta',
  at: 0,
  frame: [],
  responseNodeId: 'answer',
  selector: ['answer', 'answer'],
  text: piece,
});
const nameOf = ({ event }: NumberedEvent) =>
  event.type === 'text-delta' ? event.text : event.type === 'run-started' ? event.rootNodeId : event.type;
const failed = (): RunEvent => ({ ...fact('failed') });

/** A journal whose commits happen when the test says so. */
function manualJournal() {
  const commits: { events: string[]; done: () => void; fail: (error: Error) => void }[] = [];
  const waiting: (() => void)[] = [];
  return {
    append: (events: readonly NumberedEvent[]) =>
      new Promise<void>((done, fail) => {
        commits.push({ events: events.map(nameOf), done, fail });
        waiting.shift()?.();
      }),
    next: async () => {
      if (commits.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const commit = commits.shift();
      if (!commit) throw new Error('no commit');
      return commit;
    },
  };
}

test('a fact is shown only after it is committed, and text behind it waits for it', async () => {
  const journal = manualJournal();
  const log = new RunLog(journal);
  const reader = log.read();
  log.append(fact('a'));
  log.append(text('hello'));
  const first = reader.next();
  const commit = await journal.next();
  expect(await Promise.race([first, Promise.resolve('nothing yet')])).toBe('nothing yet');
  commit.done();
  expect(nameOf((await first).value)).toBe('a');
  expect(nameOf((await reader.next()).value)).toBe('hello');
});

test('events of one turn are one commit, and those that happen meanwhile are the next', async () => {
  const journal = manualJournal();
  const log = new RunLog(journal);
  log.append(fact('a'));
  log.append(fact('b'));
  const first = await journal.next();
  log.append(fact('c'));
  log.append(text('d'));
  expect(first.events).toEqual(['a', 'b']);
  first.done();
  const second = await journal.next();
  expect(second.events).toEqual(['c', 'd']);
  second.done();
});

test('text alone is shown at once and recorded together with what follows', async () => {
  const journal = manualJournal();
  const log = new RunLog(journal);
  const reader = log.read();
  log.append(text('a'));
  expect(nameOf((await reader.next()).value)).toBe('a');
  log.append(text('b'));
  const closing = log.close(failed);
  const commit = await journal.next();
  expect(commit.events).toEqual(['a', 'b']);
  commit.done();
  await closing;
});

test('a reader that comes late gets what follows its place', async () => {
  const log = new RunLog(undefined);
  for (const name of ['a', 'b', 'c']) log.append(fact(name));
  await log.close(failed);
  const seen = [];
  for await (const event of log.read(1)) seen.push([event.sequence, nameOf(event)]);
  expect(seen).toEqual([
    [2, 'b'],
    [3, 'c'],
  ]);
});

test('a journal that fails ends the stream with what was really kept', async () => {
  const journal = manualJournal();
  const log = new RunLog(journal);
  log.append(fact('kept'));
  (await journal.next()).done();
  log.append(fact('lost'));
  const closing = log.close(failed);
  (await journal.next()).fail(new Error('disk full'));
  await expect(closing).rejects.toThrow('disk full');
  const seen = [];
  for await (const event of log.read()) seen.push(nameOf(event));
  expect(seen).toEqual(['kept', 'failed']);
});

test('the place of an event is the last that is recorded, and its own once it is', async () => {
  const journal = manualJournal();
  const log = new RunLog(journal, 5);
  const reader = log.read();
  const next = async () => {
    const { value } = await reader.next();
    return [value?.sequence, value?.place];
  };
  log.append(text('a'));
  expect(await next()).toEqual([5, 4]);
  log.append(fact('b'));
  (await journal.next()).done();
  expect(await next()).toEqual([6, 6]);
  log.append(text('c'));
  expect(await next()).toEqual([7, 6]);
  await log.abandon(failed());
  expect(await next()).toEqual([8, 6]);
  expect((await Array.fromAsync(log.read(4))).map(({ place }) => place)).toEqual([5, 6, 6, 6]);
});
