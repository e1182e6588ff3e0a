import { expect, test } from 'vitest';
import { noUsage, type RunEvent, type RunFinished } from '../engine/index.ts';
import { type AnswerRules, openAnswerFilter } from './answer-filter.ts';
import type { OutputVerdict } from './screen-output.ts';

const text = (piece: string, replaces = false): RunEvent => ({
  ...{ type: 'text-delta', at: 0, frame: [], responseNodeId: 'answer' },
  ...{ selector: ['answer', 'answer'], text: piece, ...(replaces && { replaces }) },
});
const end = (status: RunFinished['status'] = 'succeeded', error?: string): RunFinished => ({
  ...{ type: 'run-finished', at: 0, status, outputs: {}, ...(error && { error }) },
  ...{ exceptionsCount: 0, totalSteps: 1, usage: noUsage, elapsedSeconds: 0 },
});
const started: RunEvent = { type: 'run-started', at: 0, reason: 'initial', rootNodeId: 'start' };
const long = (letter: string) => letter.repeat(300);

/** Checks that answer when the test says so. */
function manualCheck() {
  const asked: { text: string; answer: (verdict: OutputVerdict) => void; fail: (error: Error) => void }[] = [];
  const check = (text: string) => new Promise<OutputVerdict>((answer, fail) => asked.push({ text, answer, fail }));
  return { check, asked };
}

function watched(rules: Partial<AnswerRules>) {
  const told: string[] = [];
  const failures: unknown[] = [];
  let stops = 0;
  const open = openAnswerFilter({
    ...{ showsCitations: true, clock: { now: () => 0 }, earlier: [], bufferCharacters: 300, countsWritten: true },
    onFailure: (error) => failures.push(error),
    ...rules,
  });
  const filter = open?.({
    emit: (event) => told.push(event.type === 'text-delta' ? event.text : saying(event)),
    stop: () => {
      stops += 1;
    },
  });
  if (!filter) throw new Error('There are no rules');
  return { filter, told, failures, stops: () => stops };
}

const saying = (event: RunEvent) => (event.type === 'answer-replaced' ? `=${event.text}` : event.type);
const settled = () => new Promise(setImmediate);

test('apps without rules have no filter', () => {
  const clock = { now: () => 0 };
  const rules = {
    showsCitations: true,
    clock,
    earlier: [],
    onFailure: () => {},
    bufferCharacters: 300,
    countsWritten: true,
  };
  expect(openAnswerFilter(rules)).toBeUndefined();
});

test('citations that are not to be shown are taken away', () => {
  const seen: RunEvent[] = [];
  const open = openAnswerFilter({
    ...{ showsCitations: false, clock: { now: () => 0 }, earlier: [], bufferCharacters: 300, countsWritten: true },
    onFailure: () => {},
  });
  const finished: RunEvent = {
    ...{ type: 'node-finished', at: 0, frame: [], executionId: 'e', nodeId: 'llm', nodeType: 'llm', title: '' },
    ...{ index: 1, status: 'succeeded', outputs: {}, startedAt: 0, elapsedSeconds: 0 },
    citations: [{ segment_id: 's' }],
  };
  open?.({ emit: (event) => seen.push(event), stop: () => {} }).pass(finished);
  expect(seen).toHaveLength(1);
  expect(seen[0]).not.toHaveProperty('citations');
});

test('text is told at once and looked at every 300 characters, one look at a time', async () => {
  const { check, asked } = manualCheck();
  const { filter, told } = watched({ check });
  filter.pass(started);
  filter.pass(text('short'));
  expect(asked).toHaveLength(0);
  filter.pass(text(long('a')));
  filter.pass(text(long('b')));
  expect(told).toEqual(['run-started', 'short', long('a'), long('b')]);
  expect(asked.map((each) => each.text.length)).toEqual([305]);
  asked[0]?.answer({ kind: 'passes' });
  await settled();
  filter.pass(text('c'));
  expect(asked.map((each) => each.text.length)).toEqual([305, 606]);
});

test('a violation replaces the answer, stops the run, and nothing of it is told any more', async () => {
  const { check, asked } = manualCheck();
  const { filter, told, stops } = watched({ check });
  filter.pass(text(long('a')));
  filter.pass(text('meanwhile'));
  asked[0]?.answer({ kind: 'answered', text: 'No.' });
  await settled();
  filter.pass(text('more'));
  filter.pass(started);
  expect(told).toEqual([long('a'), 'meanwhile', '=No.', 'run-started']);
  expect(stops()).toBe(1);
  expect(await filter.close(end('stopped', 'Stopped by user.'))).toMatchObject({
    ...{ status: 'stopped', error: 'Stopped by output moderation.', errorCode: 'output_moderation' },
  });
  expect(asked).toHaveLength(1);
});

test('the end waits for the last look, which sees the whole answer', async () => {
  const { check, asked } = manualCheck();
  const { filter, told, stops } = watched({ check });
  filter.pass(text(long('a')));
  const closing = filter.close(end('stopped', 'Stopped by user.'));
  asked[0]?.answer({ kind: 'passes' });
  filter.pass(text('b'));
  await settled();
  expect(asked.map((each) => each.text.length)).toEqual([300, 301]);
  asked[1]?.answer({ kind: 'answered', text: 'No.' });
  expect(await closing).toMatchObject({ error: 'Stopped by user.' });
  expect(told.at(-1)).toBe('=No.');
  expect(stops()).toBe(0);
});

test('a complete answer that is replaced tells that only the end of its run follows', async () => {
  const { check, asked } = manualCheck();
  const seen: RunEvent[] = [];
  const rules = { showsCitations: true, clock: { now: () => 0 }, earlier: [], bufferCharacters: 300, check };
  const open = openAnswerFilter({ ...rules, countsWritten: true, onFailure: () => {} });
  const filter = open?.({ emit: (event) => seen.push(event), stop: () => {} });
  filter?.pass(text('a'));
  const closing = filter?.close(end());
  await settled();
  asked[0]?.answer({ kind: 'answered', text: 'No.' });
  await closing;
  expect(seen.at(-1)).toMatchObject({ type: 'answer-replaced', text: 'No.', isAtEnd: true });
});

test('of an answer that the rules stopped only the question may count', async () => {
  const usage = { ...noUsage, promptTokens: 7, promptPrice: '0.7', completionTokens: 4, totalTokens: 11 };
  const told = async (countsWritten: boolean) => {
    const { check, asked } = manualCheck();
    const { filter } = watched({ check, countsWritten });
    filter.pass(text(long('a')));
    asked[0]?.answer({ kind: 'answered', text: 'No.' });
    await settled();
    return filter.close({ ...end('stopped'), usage });
  };
  expect(await told(true)).toMatchObject({ usage });
  expect(await told(false)).toMatchObject({
    usage: { promptTokens: 7, completionTokens: 0, totalTokens: 7, totalPrice: '0.7' },
  });
});

test('an answer that was looked at as a whole is not looked at again', async () => {
  const { check, asked } = manualCheck();
  const { filter } = watched({ check });
  filter.pass(text(long('a')));
  asked[0]?.answer({ kind: 'passes' });
  expect(await filter.close(end())).toMatchObject({ status: 'succeeded' });
  expect(asked).toHaveLength(1);
});

test('another text takes the place of what was looked at; what was written meanwhile follows it', async () => {
  const { check, asked } = manualCheck();
  const { filter, told, stops } = watched({ check });
  filter.pass(text(long('a')));
  filter.pass(text(' and more'));
  asked[0]?.answer({ kind: 'overridden', text: 'A***' });
  await settled();
  const closing = filter.close(end());
  await settled();
  asked[1]?.answer({ kind: 'overridden', text: 'A*** and ***' });
  await closing;
  expect(told).toEqual([long('a'), ' and more', '=A*** and more', '=A*** and ***']);
  expect(stops()).toBe(0);
});

test('text that a node took back meanwhile is not overridden, but looked at anew', async () => {
  const { check, asked } = manualCheck();
  const { filter, told } = watched({ check });
  filter.pass(text(long('a')));
  filter.pass(text('again', true));
  asked[0]?.answer({ kind: 'overridden', text: 'A***' });
  await settled();
  const closing = filter.close(end());
  await settled();
  expect(asked.map((each) => each.text.length)).toEqual([300, 5]);
  asked[1]?.answer({ kind: 'passes' });
  await closing;
  expect(told).toEqual([long('a'), 'again']);
});

test('a look that fails lets the answer pass, and is told of', async () => {
  const { check, asked } = manualCheck();
  const { filter, told, failures } = watched({ check });
  filter.pass(text('a'));
  const closing = filter.close(end());
  await settled();
  asked[0]?.fail(new Error('unreachable'));
  expect(await closing).toMatchObject({ status: 'succeeded' });
  expect(told).toEqual(['a']);
  expect(failures).toEqual([new Error('unreachable')]);
});

test('a run that goes on is looked at with all that earlier processes told', async () => {
  const { check, asked } = manualCheck();
  const { filter } = watched({ check, earlier: [text(long('a'))] });
  filter.pass(text('b'));
  expect(asked.map((each) => each.text)).toEqual([`${long('a')}b`]);
});

test('a run whose answer was replaced stops where it goes on', async () => {
  const { check, asked } = manualCheck();
  const replaced: RunEvent = {
    ...{ type: 'answer-replaced', at: 0, text: 'No.', reason: 'output_moderation', isFinal: true },
  };
  const { filter, told, stops } = watched({ check, earlier: [text('bad'), replaced] });
  filter.pass(text('more'));
  expect([told, stops()]).toEqual([[], 1]);
  expect(await filter.close(end('stopped'))).toMatchObject({ errorCode: 'output_moderation' });
  expect(asked).toHaveLength(0);
});
