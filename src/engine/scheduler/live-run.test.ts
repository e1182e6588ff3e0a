import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import { type NodeFinished, number, object, prepareGraph, type RunEvent, startRun, string } from '../index.ts';
import { graphOf, prepared, run, runGraph, story, type TinyGraph } from '../testing/run-graph.ts';
import { countingIds, SimulatedClock } from '../testing/simulated-clock.ts';
import { tinyNodes } from '../testing/tiny-nodes.ts';

const RETRY = { retry_enabled: true, max_retries: 2, retry_interval: 50 };

function statuses(events: readonly RunEvent[]): Record<string, string> {
  const ends = events.filter((event): event is NodeFinished => event.type === 'node-finished');
  return Object.fromEntries(ends.map((event) => [event.nodeId, event.status]));
}

test('a join waits for all its branches and runs once', async () => {
  const { outputs, events } = await run(
    {
      start: ['start'],
      slow: ['text', { template: 'S', delay: 20 }],
      fast: ['text', { template: 'F' }],
      join: ['text', { template: '{{#slow.text#}}{{#fast.text#}}' }],
      end: ['end', { outputs: { o: ['join', 'text'] } }],
    },
    ['start > slow', 'start > fast', 'slow > join', 'fast > join', 'join > end'],
  );
  expect(outputs).toEqual({ o: 'SF' });
  expect(story(events)).toEqual([
    'started start',
    'finished start',
    'started slow',
    'started fast',
    'finished fast',
    'finished slow',
    'started join',
    '"SF"',
    'finished join',
    'started end',
    'finished end',
  ]);
});

test('a branch takes one way; what only the other leads to is skipped, joins go on', async () => {
  const { outputs, events } = await run(
    {
      start: ['start'],
      if: ['choose', { by: 'yes' }],
      a: ['text', { template: 'a' }],
      b: ['text', { template: 'b' }],
      b2: ['text', { template: 'b2' }],
      join: ['text', { template: 'j' }],
      end: ['end', { outputs: { a: ['a', 'text'], b: ['b2', 'text'], j: ['join', 'text'] } }],
    },
    ['start > if', 'if:yes > a', 'if:no > b', 'b > b2', 'a > join', 'b2 > join', 'join > end'],
  );
  expect(outputs).toEqual({ a: 'a', b: null, j: 'j' });
  expect(Object.keys(statuses(events))).toEqual(['start', 'if', 'a', 'join', 'end']);
});

test('a node that loose nodes lead to never runs, and the run still succeeds', async () => {
  const { end, outputs } = await run({ start: ['start'], loose: ['text'], end: ['end'] }, [
    'start > end',
    'loose > end',
  ]);
  expect(end).toMatchObject({ status: 'succeeded', totalSteps: 1 });
  expect(outputs).toEqual({});
});

test('a branch way without edges ends there', async () => {
  const { end } = await run({ start: ['start'], if: ['choose', { by: 'no' }], end: ['end'] }, [
    'start > if',
    'if:yes > end',
  ]);
  expect(end).toMatchObject({ status: 'succeeded', totalSteps: 2 });
});

test('starts that the run does not begin with are skipped with all that only they lead to', async () => {
  const definition = graphOf(
    {
      one: ['trigger-webhook'],
      two: ['trigger-webhook'],
      only: ['text'],
      end: ['end', { outputs: { o: ['two', 'x'] } }],
    },
    ['one > only', 'only > end', 'two > end'],
  );
  const { graph } = prepareGraph(definition, tinyNodes, { rootNodeId: 'two' });
  if (!graph) throw new Error('the graph is sound');
  const { outputs, events } = await runGraph(graph, { inputs: { x: number(1) } });
  expect(outputs).toEqual({ o: 1 });
  expect(Object.keys(statuses(events))).toEqual(['two', 'end']);
});

test('no more nodes run at once than allowed', async () => {
  const ids = Array.from({ length: 9 }, (_, i) => `n${i}`);
  const nodes = Object.fromEntries([
    ['start', ['start']],
    ...ids.map((id) => [id, ['text', { delay: 5 }]]),
  ]) as TinyGraph;
  let [running, most] = [0, 0];
  await runGraph(
    prepared(
      nodes,
      ids.map((id) => `start > ${id}`),
    ),
    {
      limits: { maxParallel: 4 },
      onEvent: ({ type }) => {
        running += type === 'node-started' ? 1 : type === 'node-finished' ? -1 : 0;
        most = Math.max(most, running);
      },
    },
  );
  expect(most).toBe(4);
});

test('a deep chain of skipped nodes does not run out of stack', async () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `n${i}`);
  const nodes: TinyGraph = {
    start: ['start'],
    if: ['choose', { by: 'yes' }],
    ...Object.fromEntries(ids.map((id) => [id, ['text']] as const)),
    end: ['end'],
  };
  const edges = [
    'start > if',
    'if:no > n0',
    'if:yes > end',
    'n19999 > end',
    ...ids.slice(1).map((id, i) => `n${i} > ${id}`),
  ];
  const { end } = await run(nodes, edges);
  expect(end).toMatchObject({ status: 'succeeded', totalSteps: 3 });
});

test('inputs are readable before the root has run, and the root passes them on', async () => {
  const { outputs } = await run(
    { start: ['start'], end: ['end', { outputs: { q: ['start', 'q'] } }] },
    ['start > end'],
    { inputs: { q: string('hey') } },
  );
  expect(outputs).toEqual({ q: 'hey' });
});

test('the outputs of all ends are merged, answers follow one another', async () => {
  const { outputs } = await run(
    {
      start: ['start'],
      one: ['answer', { answer: '1;' }],
      two: ['answer', { answer: '2' }],
      e1: ['end', { outputs: { x: ['start', 'q'], only: ['start', 'q'] } }],
      wait: ['text', { template: 'later', delay: 5 }],
      e2: ['end', { outputs: { x: ['wait', 'text'] } }],
    },
    ['start > one', 'one > two', 'start > e1', 'start > wait', 'wait > e2'],
    { inputs: { q: string('q') } },
  );
  expect(outputs).toEqual({ answer: '1;2', x: 'later', only: 'q' });
});

test('a failure without a strategy ends the run, and stops what runs beside it', async () => {
  const { end, events } = await run(
    { start: ['start'], bad: ['shaky'], slow: ['text', { delay: 100 }], end: ['end'] },
    ['start > slow', 'start > bad', 'bad > end', 'slow > end'],
  );
  expect(end).toMatchObject({ status: 'failed', error: 'boom', failedNodeId: 'bad', exceptionsCount: 1 });
  expect(statuses(events)).toEqual({ start: 'succeeded', bad: 'failed', slow: 'stopped' });
});

test('what a node throws is a failure of its own kind', async () => {
  const { events, end } = await run({ start: ['start'], bad: ['crash'] }, ['start > bad']);
  expect(end).toMatchObject({ status: 'failed', error: 'not a function' });
  expect(events.at(-2)).toMatchObject({ status: 'failed', errorType: 'WorkflowNodeError' });
});

test('strategy fail-branch shows only the error and takes the fail branch', async () => {
  const { end, outputs, events } = await run(
    {
      start: ['start'],
      bad: ['shaky', { error_strategy: 'fail-branch' }],
      good: ['text'],
      saved: ['end', { outputs: { m: ['bad', 'error_message'], t: ['bad', 'error_type'], half: ['bad', 'half'] } }],
    },
    ['start > bad', 'bad > good', 'bad:fail-branch > saved'],
  );
  expect(end).toMatchObject({ status: 'partial-succeeded', exceptionsCount: 1 });
  expect(outputs).toEqual({ m: 'boom', t: 'ShakyError', half: null });
  expect(statuses(events)).toEqual({ start: 'succeeded', bad: 'exception', saved: 'succeeded' });
});

test('a node with a fail branch that succeeds takes its ordinary way', async () => {
  const { events } = await run(
    { start: ['start'], good: ['text', { error_strategy: 'fail-branch' }], next: ['text'], rescue: ['text'] },
    ['start > good', 'good > next', 'good:fail-branch > rescue'],
  );
  expect(Object.keys(statuses(events))).toEqual(['start', 'good', 'next']);
});

test('strategy default-value gives the defaults with the error beside them', async () => {
  const { end, outputs } = await run(
    {
      start: ['start'],
      bad: ['shaky', { error_strategy: 'default-value', default_value: [{ key: 'n', type: 'number', value: '1.5' }] }],
      end: ['end', { outputs: { n: ['bad', 'n'], m: ['bad', 'error_message'] } }],
    },
    ['start > bad', 'bad > end'],
  );
  expect(end).toMatchObject({ status: 'partial-succeeded', exceptionsCount: 1 });
  expect(outputs).toEqual({ n: 1.5, m: 'boom' });
});

test('a node is tried again after a while; one start, one event per further attempt, every failure counted', async () => {
  const { end, outputs, events } = await run(
    {
      start: ['start'],
      flaky: ['shaky', { times: 2, retry_config: RETRY }],
      end: ['end', { outputs: { n: ['flaky', 'attempt'] } }],
    },
    ['start > flaky', 'flaky > end'],
  );
  expect(end).toMatchObject({ status: 'partial-succeeded', exceptionsCount: 2, totalSteps: 5, elapsedSeconds: 0.1 });
  expect(outputs).toEqual({ n: 3 });
  expect(story(events).filter((line) => line.includes('flaky'))).toEqual([
    'started flaky',
    'retried flaky',
    'retried flaky',
    'finished flaky',
  ]);
});

test('when no attempt is left, the strategy decides', async () => {
  const { end, events } = await run(
    { start: ['start'], bad: ['shaky', { retry_config: RETRY, error_strategy: 'default-value' }] },
    ['start > bad'],
  );
  expect(end).toMatchObject({ status: 'partial-succeeded', exceptionsCount: 3 });
  expect(events.flatMap((event) => (event.type === 'node-retried' ? [event.retryIndex] : []))).toEqual([1, 2]);
});

test('a stopped run keeps its outputs, and says which nodes it stopped', async () => {
  const { end, outputs, events } = await run(
    { start: ['start'], first: ['answer', { answer: 'so far' }], slow: ['text', { delay: 1_000 }], end: ['end'] },
    ['start > first', 'first > slow', 'slow > end'],
    { onEvent: (event, live) => event.type === 'node-started' && event.nodeId === 'slow' && live.stop() },
  );
  expect(end).toMatchObject({ status: 'stopped', error: 'Stopped by user.', elapsedSeconds: 0 });
  expect(outputs).toEqual({ answer: 'so far' });
  expect(statuses(events)).toEqual({ start: 'succeeded', first: 'succeeded', slow: 'stopped' });
});

test('a node names what it works with however it ends', async () => {
  const read = async (data: JsonObject, onEvent?: Parameters<typeof run>[2]) => {
    const node = ['stream', { chunks: ['a', 'b'], cites: 'A book', ...data }] as const;
    const graph = { start: ['start'], read: node, say: ['answer', { answer: '{{#read.text#}}' }] } as const;
    const { events } = await run(graph, ['start > read', 'read > say'], onEvent);
    return events.flatMap((event) =>
      event.type === 'node-finished' && event.nodeId === 'read' ? [[event.status, event.citations]] : [],
    );
  };
  const cited = [{ title: 'A book' }];
  expect(await read({})).toEqual([['succeeded', cited]]);
  expect(await read({ failures: 9, error_strategy: 'fail-branch' })).toEqual([['exception', cited]]);
  const stopAtText = {
    onEvent: (event: RunEvent, live: { stop(): void }) => event.type === 'text-delta' && live.stop(),
  };
  expect(await read({}, stopAtText)).toEqual([['stopped', cited]]);
});

test('a run may be stopped while it waits for a retry, and before it has begun', async () => {
  const nodes = { start: ['start'], bad: ['shaky', { retry_config: RETRY }] } as const;
  const { end } = await run(nodes, ['start > bad'], {
    onEvent: (event, live) =>
      event.type === 'node-started' && event.nodeId === 'bad' && setImmediate(() => live.stop()),
  });
  expect(end).toMatchObject({ status: 'stopped' });
  const events: RunEvent[] = [];
  const early = startRun({
    graph: prepared(nodes, ['start > bad']),
    variables: [],
    inputs: {},
    capabilities: {},
    limits: { maxSteps: 1, maxSeconds: 1, maxParallel: 1 },
    clock: new SimulatedClock(),
    ids: countingIds(),
    emit: (event) => events.push(event),
  });
  early.stop();
  await early.done;
  expect(events.map((event) => event.type)).toEqual(['run-started', 'run-finished']);
});

test('a run that is stopped or paused in the middle of a step still tells the step to its end', async () => {
  const nodes: TinyGraph = {
    start: ['start'],
    say: ['text', { template: 'x' }],
    end: ['end', { outputs: { o: ['say', 'text'] } }],
  };
  for (const act of ['stop', 'pause'] as const) {
    const { events } = await run(nodes, ['start > say', 'say > end'], {
      onEvent: (event, live) => event.type === 'text-delta' && live[act]('now'),
    });
    expect(events.slice(4).map((event) => event.type)).toEqual([
      'text-delta',
      'node-finished',
      act === 'stop' ? 'run-finished' : 'run-paused',
    ]);
  }
});

test('more steps than allowed fail the run', async () => {
  const nodes = { start: ['start'], a: ['text'], b: ['text'], end: ['end'] } as const;
  const { end, events } = await run(nodes, ['start > a', 'a > b', 'b > end'], { limits: { maxSteps: 2 } });
  expect(end).toMatchObject({ status: 'failed', error: 'Maximum execution steps exceeded: 3 > 2' });
  expect(Object.keys(statuses(events))).toEqual(['start', 'a', 'b']);
});

test('a run that takes longer than allowed fails, also when a node hangs', async () => {
  const { end, events } = await run({ start: ['start'], slow: ['text', { delay: 10_000 }] }, ['start > slow'], {
    limits: { maxSeconds: 2 },
  });
  expect(end).toMatchObject({
    status: 'failed',
    error: 'Maximum execution time exceeded: 2.00s > 2s',
    errorCode: 'run_timed_out',
    elapsedSeconds: 2,
  });
  expect(statuses(events)['slow']).toBe('stopped');
});

test('a pause lets running work end, keeps ready work, and a resumed run goes on with it', async () => {
  const graph = prepared(
    {
      start: ['start'],
      slow: ['text', { template: 's', delay: 9 }],
      next: ['end', { outputs: { o: ['slow', 'text'] } }],
    },
    ['start > slow', 'slow > next'],
  );
  const paused = await runGraph(graph, {
    onEvent: (event, live) => event.type === 'node-started' && event.nodeId === 'slow' && live.pause('maintenance'),
  });
  expect(paused.end).toMatchObject({ type: 'run-paused', reasons: [{ kind: 'requested', message: 'maintenance' }] });
  expect(Object.keys(statuses(paused.events))).toEqual(['start', 'slow']);
  const resumed = await runGraph(graph, { history: paused.events, idPrefix: 'later' });
  expect(resumed.events.map((event) => event.type)).toEqual([
    'run-started',
    'node-started',
    'node-finished',
    'run-finished',
  ]);
  expect(resumed.end).toMatchObject({ status: 'succeeded', totalSteps: 3, elapsedSeconds: 0.009 });
  expect(resumed.outputs).toEqual({ o: 's' });
});

const ASKING: TinyGraph = {
  start: ['start'],
  ask: ['ask', { timeoutMs: 5_000 }],
  side: ['text', { template: 'side', delay: 10 }],
  after: ['text', { template: 'after' }],
  yes: ['end', { outputs: { note: ['ask', 'note'], side: ['after', 'text'] } }],
  late: ['end', { outputs: { o: ['side', 'text'] } }],
};
const ASKING_EDGES = [
  'start > ask',
  'start > side',
  'side > after',
  'ask:yes > yes',
  'after > yes',
  'ask:__timeout > late',
];

test('a node that asks pauses the run when all other running work has ended', async () => {
  const { end, events } = await run(ASKING, ASKING_EDGES);
  expect(end).toMatchObject({ type: 'run-paused', reasons: [{ kind: 'human-input', nodeId: 'ask', formId: 'id-4' }] });
  expect(statuses(events)).toEqual({ start: 'succeeded', ask: 'paused', side: 'succeeded' });
  const asked = events.find((event) => event.type === 'form-requested');
  expect(asked).toMatchObject({ nodeId: 'ask', formId: 'id-4', expiresAt: (asked?.at ?? 0) + 5_000 });
});

test('an answer takes the way of its action; without one the run goes on as far as it can and waits again', async () => {
  const graph = prepared(ASKING, ASKING_EDGES);
  const asked = await runGraph(graph);
  const still = await runGraph(graph, { history: asked.events, idPrefix: 'p2' });
  expect(still.end).toMatchObject({ type: 'run-paused', reasons: [{ nodeId: 'ask', formId: 'id-4' }] });
  expect(Object.keys(statuses(still.events))).toEqual(['after']);
  const done = await runGraph(graph, {
    history: [...asked.events, ...still.events],
    answers: { ask: { kind: 'submitted', actionId: 'yes', inputs: { note: 'fine' } } },
    idPrefix: 'p3',
  });
  expect(done.end).toMatchObject({ type: 'run-finished', status: 'succeeded' });
  expect(done.outputs).toEqual({ note: 'fine', side: 'after' });
  expect(story(done.events)).toEqual([
    'started ask',
    '"fine"',
    '"\n"',
    '"after"',
    'finished ask',
    'started yes',
    'finished yes',
  ]);
});

test('a form may be answered by its own id, and may time out', async () => {
  const graph = prepared(ASKING, ASKING_EDGES);
  const asked = await runGraph(graph);
  const done = await runGraph(graph, {
    history: asked.events,
    answers: { 'id-4': { kind: 'timed-out' } },
    idPrefix: 'p2',
  });
  expect(done.outputs).toEqual({ o: 'side', note: null, side: 'after' });
});

test('a history that has ended gives its end and nothing more', async () => {
  const graph = prepared({ start: ['start'], end: ['end'] }, ['start > end']);
  const whole = await runGraph(graph);
  const again = await runGraph(graph, { history: whole.events });
  expect(again.end).toEqual(whole.end);
  expect(again.events).toEqual([]);
});

test('a history of another graph fails the run and says so', async () => {
  const other = await run({ start: ['start'], gone: ['text', { delay: 1 }], end: ['end'] }, [
    'start > gone',
    'gone > end',
  ]);
  const { end } = await run({ start: ['start'] }, [], { history: other.events.slice(0, 5) });
  expect(end).toMatchObject({
    status: 'failed',
    errorCode: 'run_not_resumable',
    error: 'The graph has no node "gone"',
  });
});

test('an input that cannot be shown fails the run', async () => {
  let deep: JsonObject = {};
  for (let depth = 0; depth < 50_000; depth += 1) deep = { deep };
  const { end } = await run(
    { start: ['start'], end: ['end', { outputs: { o: ['start', 'data'] } }] },
    ['start > end'],
    {
      inputs: { data: object(deep) },
    },
  );
  expect(end).toMatchObject({ status: 'failed', errorCode: 'internal_server_error' });
});

test.each(['run-started', 'node-started', 'node-finished'])(
  'a listener that fails at %s fails the run',
  async (type) => {
    const { end } = await run({ start: ['start'], end: ['end'] }, ['start > end'], {
      onEvent: (event) => {
        if (event.type === type) throw new Error('The disk is full.');
      },
    });
    expect(end).toMatchObject({ status: 'failed', error: 'The disk is full.', errorCode: 'internal_server_error' });
  },
);
