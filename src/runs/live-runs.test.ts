import { expect, test } from 'vitest';
import { noUsage, type RunEvent, type RunFinished } from '../engine/index.ts';
import type { RunFacts } from './index.ts';
import { LiveRuns, type OpenOutputFilter } from './index.ts';

const facts = { runId: 'run', taskId: 'task' } as unknown as RunFacts; // the registry looks at no more

const text = (piece: string): RunEvent => ({
  ...{ type: 'text-delta', at: 0, frame: [], responseNodeId: 'answer' },
  ...{ selector: ['answer', 'answer'], text: piece },
});
const end = (status: RunFinished['status']): RunFinished => ({
  ...{ type: 'run-finished', at: 0, status, outputs: {} },
  ...{ exceptionsCount: 0, totalSteps: 1, usage: noUsage, elapsedSeconds: 0 },
});

/** Says its pieces at once, then ends; a stop ends it earlier. */
function speaking(pieces: readonly string[]) {
  return (emit: (event: RunEvent) => void) => {
    const { promise: done, resolve } = Promise.withResolvers<RunFinished>();
    let isOver = false;
    const finish = (status: RunFinished['status']) => {
      if (isOver) return;
      isOver = true;
      resolve(end(status));
      emit(end(status));
    };
    queueMicrotask(async () => {
      for (const piece of pieces) {
        await undefined;
        if (!isOver) emit(text(piece));
      }
      finish('succeeded');
    });
    return { done, stop: () => finish('stopped'), pause: () => {} };
  };
}

async function told(pieces: readonly string[], filter?: OpenOutputFilter) {
  const handle = new LiveRuns().start({ facts, start: speaking(pieces), ...(filter && { filter }) });
  const events: string[] = [];
  for await (const { event } of handle.events()) events.push(event.type === 'text-delta' ? event.text : event.type);
  return { events, outcome: await handle.done };
}

test('without rules everything is told', async () => {
  const { events, outcome } = await told(['a', 'b']);
  expect(events).toEqual(['a', 'b', 'run-finished']);
  expect(outcome).toMatchObject({ status: 'succeeded' });
});

test('rules may add and leave out, and their last word comes before the end that waits for them', async () => {
  const { events, outcome } = await told(['a', 'b'], ({ emit }) => ({
    pass: (event) => event.type === 'text-delta' && event.text !== 'b' && emit(event),
    close: async (outcome) => {
      await Promise.resolve();
      emit(text('late'));
      return { ...outcome, outputs: {}, status: 'partial-succeeded' } as RunFinished;
    },
  }));
  expect(events).toEqual(['a', 'late', 'run-finished']);
  expect(outcome).toMatchObject({ status: 'partial-succeeded' });
});

test('rules may stop what they would not let through, even before it begins', async () => {
  const { events, outcome } = await told(['a', 'b'], ({ stop }) => {
    stop();
    return { pass: () => {}, close: async (outcome) => outcome };
  });
  expect(events).toEqual(['run-finished']);
  expect(outcome).toMatchObject({ status: 'stopped' });
});

test('whoever waits for a run hears when it goes on, and no longer than wanted', async () => {
  const runs = new LiveRuns();
  const heard: string[] = [];
  const callOff = runs.onStart(facts.runId, () => heard.push('mine'));
  runs.onStart('another' as typeof facts.runId, () => heard.push('another'));
  await runs.start({ facts, start: speaking([]) }).done;
  callOff();
  await runs.start({ facts, start: speaking([]) }).done;
  expect(heard).toEqual(['mine']);
});

test('a run is found by its ids while it is under way', async () => {
  const runs = new LiveRuns();
  const handle = runs.start({ facts, start: speaking(['a']) });
  expect([runs.findByRun(facts.runId), runs.findByTask(facts.taskId)]).toEqual([handle, handle]);
  expect(runs.listHeld()).toEqual([facts.runId]);
  await handle.done;
  expect([runs.findByRun(facts.runId), runs.list()]).toEqual([undefined, []]);
});
