import { expect, test } from 'vitest';
import { string } from '../index.ts';
import { run, shownText, story, type TinyGraph } from '../testing/run-graph.ts';

/** start → each (an iteration over `over` with these nodes inside) → end with its output. */
function iteration(over: string[], inside: TinyGraph, edges: string[], more: Record<string, unknown> = {}) {
  const nodes = {
    start: ['start'],
    each: ['iteration', { over, output: ['work', 'text'], ...more }],
    begin: ['iteration-start', { parent: 'each' }],
    ...inside,
    end: ['end', { outputs: { o: ['each', 'output'] } }],
  } as TinyGraph;
  return [nodes, ['start > each', 'each > end', 'begin > work', ...edges]] as const;
}

function loop(config: Record<string, unknown>, inside: TinyGraph, edges: string[]) {
  const nodes = {
    start: ['start'],
    again: ['loop', config],
    begin: ['loop-start', { parent: 'again' }],
    ...inside,
    end: ['end', { outputs: { n: ['again', 'loop_round'], v: ['again', 'v'] } }],
  } as TinyGraph;
  return [nodes, ['start > again', 'again > end', ...edges]] as const;
}

const ITEM = { parent: 'each', template: '{{#each.index#}}:{{#each.item#}}' };

test('rounds run one after another; start nodes inside say nothing', async () => {
  const { outputs, events, end } = await run(...iteration(['a', 'b'], { work: ['text', ITEM] }, []));
  expect(outputs).toEqual({ o: ['0:a', '1:b'] });
  expect(story(events)).toEqual([
    'started start',
    'finished start',
    'rounds each',
    'round each 0',
    'started work @0',
    'finished work @0',
    'round each 1',
    'started work @1',
    'finished work @1',
    '"- 0:a\n- 1:b"',
    'finished each',
    'started end',
    'finished end',
  ]);
  expect(end).toMatchObject({ totalSteps: 5 });
  expect(events.find((event) => event.type === 'node-started' && event.nodeId === 'work')).toMatchObject({
    frame: [{ containerId: 'each', container: 'iteration', index: 0 }],
    predecessorNodeId: 'begin',
  });
  expect(events.find((event) => event.type === 'node-finished' && event.nodeId === 'each')).toMatchObject({
    rounds: 2,
  });
});

test('rounds side by side keep their own variables and the order of results', async () => {
  const inside: TinyGraph = { work: ['text', { ...ITEM, delay: 5 }] };
  const { outputs, end } = await run(...iteration(['a', 'b', 'c', 'd'], inside, [], { parallel: 2 }));
  expect(outputs).toEqual({ o: ['0:a', '1:b', '2:c', '3:d'] });
  expect(end.elapsedSeconds).toBe(0.01);
});

test('containers hold no parallel place, so nested rounds run even when one place is all there is', async () => {
  const inside: TinyGraph = {
    work: ['iteration', { parent: 'each', over: ['x', 'y'], output: ['leaf', 'text'] }],
    inner_begin: ['iteration-start', { parent: 'work' }],
    leaf: ['text', { parent: 'work', template: '{{#each.item#}}{{#work.item#}}' }],
  };
  const graph = iteration(['a', 'b'], inside, ['inner_begin > leaf'], { output: ['work', 'output'], parallel: 2 });
  const { outputs } = await run(...graph, { limits: { maxParallel: 1 } });
  expect(outputs).toEqual({
    o: [
      ['ax', 'ay'],
      ['bx', 'by'],
    ],
  });
});

test('what an isolated round writes stays in it, but for conversation variables', async () => {
  const inside: TinyGraph = {
    work: ['text', { parent: 'each', template: '{{#memo.text#}}{{#conversation.seen#}}' }],
    memo: ['text', { parent: 'each', template: 'm' }],
    note: ['assign', { parent: 'each', to: ['conversation', 'seen'], append: '{{#each.item#}}' }],
  };
  const { outputs } = await run(...iteration(['a', 'b'], inside, ['work > memo', 'memo > note']), {
    variables: [[['conversation', 'seen'], string('')]],
  });
  expect(outputs).toEqual({ o: ['memo.text', 'memo.texta'] });
});

test('a failed round stops its own work, and the container decides about the rest', async () => {
  const inside: TinyGraph = {
    work: ['shaky', { parent: 'each', when: '{{#each.item#}}', error: 'bad item' }],
    beside: ['text', { parent: 'each', delay: 9 }],
  };
  const graph = iteration(['ok', 'fail', 'ok'], inside, ['begin > beside'], { output: ['work', 'attempt'] });
  const failed = await run(...graph);
  expect(failed.end).toMatchObject({ status: 'failed', error: 'bad item', failedNodeId: 'each', exceptionsCount: 2 });
  expect(story(failed.events).slice(-3)).toEqual(['failed work @1', 'stopped beside @1', 'failed each']);
  const lenient = iteration(['ok', 'fail', 'ok'], inside, ['begin > beside'], {
    output: ['work', 'attempt'],
    onError: 'null',
  });
  const partial = await run(...lenient);
  expect(partial.end).toMatchObject({ status: 'partial-succeeded', exceptionsCount: 1 });
  expect(partial.outputs).toEqual({ o: [1, null, 1] });
});

test('a container that gives up stops the rounds that still run', async () => {
  const inside: TinyGraph = {
    if: ['choose', { parent: 'each', by: '{{#each.item#}}' }],
    work: ['shaky', { parent: 'each' }],
    slow: ['text', { parent: 'each', delay: 1_000 }],
  };
  const more = { parallel: 2, onError: 'leave', error_strategy: 'default-value' };
  const [nodes, edges] = iteration(['fail', 'slow'], inside, ['begin > if', 'if:fail > work', 'if:slow > slow'], more);
  const { end, events } = await run(
    nodes,
    edges.filter((edge) => edge !== 'begin > work'),
  );
  expect(story(events)).toEqual(expect.arrayContaining(['failed work @0', 'stopped slow @1', 'exception each']));
  expect(end).toMatchObject({ status: 'partial-succeeded', elapsedSeconds: 0 });
});

test('the error strategy of a container works as that of any node', async () => {
  const graph = iteration(['x'], { work: ['shaky', { parent: 'each' }] }, [], {
    error_strategy: 'default-value',
    default_value: [{ key: 'output', type: 'array[string]', value: '["dflt"]' }],
  });
  const { end, outputs } = await run(...graph);
  expect(end).toMatchObject({ status: 'partial-succeeded', exceptionsCount: 2 });
  expect(outputs).toEqual({ o: ['dflt'] });
});

test('stopping a run stops the work inside its containers, innermost first', async () => {
  const { end, events } = await run(...iteration(['a'], { work: ['text', { parent: 'each', delay: 99 }] }, []), {
    onEvent: (event, live) => event.type === 'node-started' && event.nodeId === 'work' && live.stop(),
  });
  expect(end).toMatchObject({ status: 'stopped' });
  expect(story(events).slice(-2)).toEqual(['stopped work @0', 'stopped each']);
});

test('steps inside containers count', async () => {
  const { end } = await run(...iteration(['a', 'b', 'c'], { work: ['text', ITEM] }, []), { limits: { maxSteps: 3 } });
  expect(end).toMatchObject({ status: 'failed', error: 'Maximum execution steps exceeded: 4 > 3' });
});

test('rounds of a loop share variables, but begin without the outputs of the round before', async () => {
  const graph = loop(
    { count: 3, variables: { v: '' } },
    {
      note: ['assign', { parent: 'again', to: ['again', 'v'], append: '[{{#memo.text#}}]' }],
      memo: ['text', { parent: 'again', template: 'kept' }],
    },
    ['begin > note', 'note > memo'],
  );
  expect((await run(...graph)).outputs).toEqual({ n: 3, v: '[memo.text][memo.text][memo.text]' });
});

test('a loop ends after the round that reaches a loop end', async () => {
  const graph = loop(
    { count: 9, variables: { v: '' } },
    {
      add: ['assign', { parent: 'again', to: ['again', 'v'], append: '+' }],
      if: ['choose', { parent: 'again', by: '{{#again.v#}}' }],
      stop: ['loop-end', { parent: 'again' }],
    },
    ['begin > add', 'add > if', 'if:++ > stop'],
  );
  expect((await run(...graph)).outputs).toEqual({ n: 2, v: '++' });
});

test('a round whose start leads nowhere ends at once', async () => {
  expect((await run(...loop({ count: 2 }, {}, []))).outputs).toEqual({ n: 2, v: null });
});

test('a container without a start node fails', async () => {
  const { end } = await run({ start: ['start'], again: ['loop', { count: 1 }] }, ['start > again']);
  expect(end).toMatchObject({ status: 'failed', error: 'field start_node_id in loop again not found' });
});

test('answers inside are shown per round; a loop adds all of them to the answer, an iteration the last', async () => {
  const answers: TinyGraph = {
    start: ['start'],
    each: ['iteration', { over: ['a', 'b'], output: ['said', 'answer'] }],
    s1: ['iteration-start', { parent: 'each' }],
    said: ['answer', { parent: 'each', answer: '{{#each.item#}};' }],
    again: ['loop', { count: 2 }],
    s2: ['loop-start', { parent: 'again' }],
    told: ['answer', { parent: 'again', answer: '.' }],
    last: ['answer', { answer: '!' }],
  };
  const { outputs, events } = await run(answers, [
    'start > each',
    's1 > said',
    'each > again',
    's2 > told',
    'again > last',
  ]);
  expect(shownText(events)).toBe('a;b;..!');
  expect(outputs['answer']).toBe('b;..!');
});
