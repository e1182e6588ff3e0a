import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FormAnswer, PreparedGraph, RunEvent } from '../index.ts';
import { string } from '../index.ts';
import { prepared, runGraph, shownText, type TinyGraph, type TinyOptions } from '../testing/run-graph.ts';

const approve: FormAnswer = { kind: 'submitted', actionId: 'yes', inputs: { note: 'fine' } };

/** Runs to the end, answering every form. */
async function runToEnd(graph: PreparedGraph<object>, history: readonly RunEvent[], options: TinyOptions = {}) {
  let events = [...history];
  for (let process = 1; ; process += 1) {
    const answers = Object.fromEntries([...graph.nodes.keys()].map((id) => [id, approve]));
    const idPrefix = `p${history.length}.${process}`;
    const { end, events: more, outputs } = await runGraph(graph, { ...options, history: events, answers, idPrefix });
    events = [...events, ...more];
    if (end.type === 'run-finished' || process === 50) return { end, events, outputs };
  }
}

async function cutEverywhere(graph: PreparedGraph<object>, options: TinyOptions = {}) {
  const whole = await runToEnd(graph, [], options);
  for (let cut = 1; cut <= whole.events.length; cut += 1) {
    const resumed = await runToEnd(graph, whole.events.slice(0, cut), options);
    const place = `cut after ${cut} of ${whole.events.length}: ${whole.events[cut - 1]?.type}`;
    expect(resumed.outputs, place).toEqual(whole.outputs);
    expect(shownText(resumed.events), place).toBe(shownText(whole.events));
    expect(resumed.end, place).toMatchObject({ type: 'run-finished', status: expect.any(String) });
    if (resumed.end.type === 'run-finished' && whole.end.type === 'run-finished') {
      expect(resumed.end.status, place).toBe(whole.end.status);
      expect(resumed.end.exceptionsCount, place).toBe(whole.end.exceptionsCount);
    }
  }
  return whole;
}

test('a run cut after any event goes on to the same end', async () => {
  const graph = prepared(
    {
      start: ['start'],
      writer: ['stream', { chunks: ['one ', 'two ', 'three'] }],
      slow: ['text', { template: 'side', delay: 2 }],
      choose: ['choose', { by: '{{#start.way#}}' }],
      left: ['text', { template: 'left {{#writer.text#}}' }],
      right: ['text', { template: 'right' }],
      answer: ['answer', { answer: 'A: {{#writer.text#}} / {{#left.text#}}{{#right.text#}} / {{#slow.text#}}.' }],
      more: ['stream', { chunks: ['and ', 'more'] }],
      last: ['answer', { answer: ' {{#more.text#}}!' }],
    },
    [
      'start > writer',
      'start > slow',
      'writer > choose',
      'choose:left > left',
      'choose:right > right',
      'left > answer',
      'right > answer',
      'slow > answer',
      'answer > more',
      'more > last',
    ],
  );
  const whole = await cutEverywhere(graph, { inputs: { way: string('left') } });
  expect(whole.outputs['answer']).toBe('A: one two three / left one two threeright.text / side. and more!');
});

test('a run with rounds, nested rounds and variables cut after any event goes on to the same end', async () => {
  const graph = prepared(
    {
      start: ['start'],
      each: ['iteration', { over: ['a', 'b', 'c'], output: ['inner', 'output'], parallel: 2 }],
      each_start: ['iteration-start', { parent: 'each' }],
      note: ['assign', { parent: 'each', to: ['conversation', 'seen'], append: '{{#each.item#}}' }],
      inner: ['iteration', { parent: 'each', over: ['x', 'y'], output: ['pair', 'text'] }],
      inner_start: ['iteration-start', { parent: 'inner' }],
      pair: ['text', { parent: 'inner', template: '{{#each.item#}}{{#inner.item#}}', delay: 1 }],
      told: ['answer', { parent: 'inner', answer: '[{{#pair.text#}}]' }],
      again: ['loop', { count: 4, variables: { sum: '' }, until: { variable: ['again', 'sum'], is: '+++' } }],
      again_start: ['loop-start', { parent: 'again' }],
      add: ['assign', { parent: 'again', to: ['again', 'sum'], append: '+' }],
      show: ['stream', { parent: 'again', chunks: ['<', '>'] }],
      said: ['answer', { parent: 'again', answer: '{{#again.sum#}}{{#show.text#}}' }],
      end: ['end', { outputs: { all: ['each', 'output'], sum: ['again', 'sum'], n: ['again', 'loop_round'] } }],
    },
    [
      'start > each',
      'each_start > note',
      'note > inner',
      'inner_start > pair',
      'pair > told',
      'each > again',
      'again_start > add',
      'add > show',
      'show > said',
      'again > end',
    ],
  );
  const whole = await cutEverywhere(graph, { variables: [[['conversation', 'seen'], string('')]] });
  expect(whole.outputs).toMatchObject({
    all: [
      ['ax', 'ay'],
      ['bx', 'by'],
      ['cx', 'cy'],
    ],
    sum: '+++',
    n: 3,
  });
});

test('a run that asks people, retries and fails softly cut after any event goes on to the same end', async () => {
  const graph = prepared(
    {
      start: ['start'],
      ask: ['ask', {}],
      side: ['text', { template: 'side', delay: 5 }],
      flaky: ['stream', { chunks: ['half'], failures: 1, retry_config: RETRY }],
      broken: [
        'stream',
        { chunks: ['lost'], failures: 9, error_strategy: 'default-value', default_value: TEXT_DEFAULT },
      ],
      each: ['iteration', { over: ['1', '2'], output: ['asked', 'note'], parallel: 2 }],
      each_start: ['iteration-start', { parent: 'each' }],
      asked: ['ask', { parent: 'each' }],
      answer: ['answer', { answer: '{{#flaky.text#}}|{{#broken.text#}}|{{#ask.note#}}|{{#side.text#}}' }],
      said: ['answer', { answer: ' {{#ask.note#}} {{#each.output#}}' }],
    },
    [
      'start > ask',
      'start > side',
      'start > flaky',
      'start > broken',
      'start > each',
      'each_start > asked',
      'ask:yes > answer',
      'side > answer',
      'flaky > answer',
      'broken > answer',
      'each > answer',
      'answer > said',
    ],
  );
  const whole = await runToEnd(graph, []);
  expect(shownText(whole.events)).toBe('half|instead|fine|side fine - fine\n- fine');
  for (let cut = 1; cut <= whole.events.length; cut += 1) {
    const resumed = await runToEnd(graph, whole.events.slice(0, cut));
    const place = `cut after ${cut} of ${whole.events.length}: ${whole.events[cut - 1]?.type}`;
    expect(resumed.outputs, place).toEqual(whole.outputs);
    expect(shownText(resumed.events), place).toBe(shownText(whole.events));
  }
});

test('chunks that differ a little from the value they became are neither sent again nor taken back', async () => {
  const graph = prepared(
    {
      start: ['start'],
      llm: ['stream', { chunks: ['  hi', ' '], trims: true }],
      ask: ['ask', {}],
      answer: ['answer', { answer: '{{#llm.text#}}{{#ask.note#}}' }],
    },
    ['start > llm', 'llm > answer', 'start > ask', 'ask:yes > answer'],
  );
  const asked = await runGraph(graph);
  const done = await runGraph(graph, { history: asked.events, answers: { ask: approve }, idPrefix: 'p2' });
  expect(shownText(asked.events)).toBe('  hi ');
  expect(shownText(done.events)).toBe('fine');
  expect(done.outputs['answer']).toBe('hifine');
});

const RETRY = { retry_enabled: true, max_retries: 2, retry_interval: 5 };
const TEXT_DEFAULT = [{ key: 'text', type: 'string', value: 'instead' }];

const MANY_RETRIES = { retry_config: { retry_enabled: true, max_retries: 9, retry_interval: 1 } };
const INSTEAD = { error_strategy: 'default-value', default_value: TEXT_DEFAULT };

/** More of them hunt longer: RUNS=1000 finds what 40 do not. */
const numRuns = Number(process.env['RUNS'] ?? 40);

/** A graph in which node i is reached from some earlier nodes. */
const anyGraph = fc
  .array(
    fc.record({
      kind: fc.constantFrom('text', 'stream', 'flaky', 'lost', 'choose', 'answer', 'each', 'loop', 'soft', 'ask'),
      from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      reads: fc.nat(),
      delay: fc.nat({ max: 3 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((steps) => {
    const nodes: Record<string, TinyGraph[string]> = { start: ['start'] };
    const edges: string[] = [];
    for (const [i, { kind, from, reads, delay }] of steps.entries()) {
      const id = `n${i}`;
      const sources = [...new Set(from.map((n) => (n % (i + 1) === i ? 'start' : `n${n % (i + 1)}`)))];
      // only what has surely happened before: everything else depends on who is faster
      const read = `{{#${sources[reads % sources.length]}.text#}}`;
      if (kind === 'text') nodes[id] = ['text', { template: `${id}${read}`.slice(0, 60), delay }];
      if (kind === 'stream') nodes[id] = ['stream', { chunks: [`${id}:`, 'b', 'c'], delay }];
      if (kind === 'flaky') nodes[id] = ['stream', { chunks: [`${id}?`, 'x'], delay, failures: 1, ...MANY_RETRIES }];
      if (kind === 'lost') nodes[id] = ['stream', { chunks: ['lost', 'y'], delay, failures: 99, ...INSTEAD }];
      if (kind === 'choose') nodes[id] = ['choose', { by: delay % 2 ? 'left' : 'right' }];
      if (kind === 'answer') nodes[id] = ['answer', { answer: `<${id} ${read}>` }];
      if (kind === 'ask') nodes[id] = ['ask', {}];
      if (kind === 'soft') nodes[id] = ['shaky', INSTEAD];
      if (kind === 'each') addEach(nodes, edges, id, delay, read);
      if (kind === 'loop') addLoop(nodes, edges, id, read);
      for (const source of sources) {
        const type = nodes[source]?.[0];
        const handle = type === 'choose' ? (reads % 2 ? ':left' : ':right') : type === 'ask' ? ':yes' : '';
        edges.push(`${source}${handle} > ${id}`);
      }
    }
    nodes['end'] = [
      'end',
      {
        outputs: Object.fromEntries(
          steps.map((_, i) => [`n${i}`, [`n${i}`, nodes[`n${i}`]?.[0] === 'loop' ? 'loop_round' : 'text']]),
        ),
      },
    ];
    // the end waits for all, so that it does not depend on who is faster
    edges.push(...steps.map((_, i) => `n${i}${handleOf(nodes[`n${i}`]?.[0])} > end`));
    return { nodes, edges };
  });

function handleOf(type: string | undefined): string {
  return type === 'choose' ? ':left' : type === 'ask' ? ':yes' : '';
}

function addEach(nodes: Record<string, TinyGraph[string]>, edges: string[], id: string, delay: number, read: string) {
  nodes[id] = ['iteration', { over: ['1', '2', '3'], output: [`${id}_t`, 'text'], parallel: 1 + (delay % 3) }];
  nodes[`${id}_start`] = ['iteration-start', { parent: id }];
  nodes[`${id}_t`] = ['text', { parent: id, template: `{{#${id}.item#}}${read}`, delay }];
  nodes[`${id}_s`] = ['stream', { parent: id, chunks: ['s', `${id}`], delay: 0 }];
  nodes[`${id}_a`] = ['answer', { parent: id, answer: `[{{#${id}_s.text#}} {{#${id}_t.text#}}]` }];
  edges.push(`${id}_start > ${id}_t`, `${id}_start > ${id}_s`, `${id}_t > ${id}_a`, `${id}_s > ${id}_a`);
}

function addLoop(nodes: Record<string, TinyGraph[string]>, edges: string[], id: string, read: string) {
  nodes[id] = ['loop', { count: 3, variables: { sum: read.slice(0, 1) } }];
  nodes[`${id}_start`] = ['loop-start', { parent: id }];
  nodes[`${id}_add`] = ['assign', { parent: id, to: [id, 'sum'], append: '+' }];
  nodes[`${id}_a`] = ['answer', { parent: id, answer: `{{#${id}.sum#}};` }];
  edges.push(`${id}_start > ${id}_add`, `${id}_add > ${id}_a`);
}

test('any graph cut after any event goes on to the same outputs', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, fc.nat(), async ({ nodes, edges }, at) => {
      const graph = prepared(nodes, edges);
      const whole = await runToEnd(graph, []);
      expect(whole.end.type).toBe('run-finished');
      const cuts =
        whole.events.length <= 40
          ? whole.events.map((_, i) => i + 1)
          : [1, 2, 3].map((n) => ((at * n) % whole.events.length) + 1);
      for (const cut of cuts) {
        const resumed = await runToEnd(graph, whole.events.slice(0, cut));
        // two answers that end at the same moment may change places when one of them runs again
        const { answer: _a, ...outputs } = resumed.outputs;
        const { answer: _b, ...expected } = whole.outputs;
        expect(outputs).toEqual(expected);
        expect(letters(shownText(resumed.events))).toBe(letters(shownText(whole.events)));
        expect(resumed.end).toMatchObject({ type: 'run-finished' });
        // a second crash, in the middle of the resumed run
        const again = await runToEnd(
          graph,
          resumed.events.slice(0, cut + 1 + (at % (resumed.events.length - cut + 1))),
        );
        const { answer: _c, ...finalOutputs } = again.outputs;
        expect(finalOutputs).toEqual(expected);
        expect(letters(shownText(again.events))).toBe(letters(shownText(whole.events)));
      }
    }),
    { numRuns },
  );
});

/** A text without its order. */
function letters(text: string): string {
  return [...text].sort().join('');
}
