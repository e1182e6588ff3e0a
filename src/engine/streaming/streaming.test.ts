import { expect, test } from 'vitest';
import { type RunEvent, string } from '../index.ts';
import { prepared, run, runGraph, shownText, story, type TinyGraph } from '../testing/run-graph.ts';

const texts = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'text-delta' ? [[event.selector.join('.'), event.text]] : []));

test('a response that nothing holds back is sent from the first moment, chunk by chunk', async () => {
  const { events } = await run(
    {
      start: ['start'],
      llm: ['stream', { chunks: ['a ', 'b'] }],
      answer: ['answer', { answer: 'Well: {{#llm.text#}}!' }],
    },
    ['start > llm', 'llm > answer'],
  );
  expect(story(events)).toEqual([
    '"Well: "',
    'started start',
    'finished start',
    'started llm',
    '"a "',
    '"b"',
    '"!"',
    'finished llm',
    'started answer',
    'finished answer',
  ]);
  expect(texts(events).map(([selector]) => selector)).toEqual([
    'answer.answer',
    'llm.text',
    'llm.text',
    'answer.answer',
  ]);
});

test('text comes in the order of the template, whoever is first', async () => {
  const { events, outputs } = await run(
    {
      start: ['start'],
      quick: ['stream', { chunks: ['q1', 'q2'], delay: 1 }],
      slow: ['stream', { chunks: ['s1', 's2'], delay: 10 }],
      answer: ['answer', { answer: '{{#slow.text#}}|{{#quick.text#}}' }],
    },
    ['start > quick', 'start > slow', 'quick > answer', 'slow > answer'],
  );
  expect(texts(events).map(([, text]) => text)).toEqual(['s1', 's2', '|', 'q1', 'q2']);
  expect(outputs['answer']).toBe('s1s2|q1q2');
});

test('branches hold back until they are decided; what was kept goes out before the branch is told as finished', async () => {
  const { events } = await run(
    {
      start: ['start'],
      llm: ['stream', { chunks: ['oh ', 'yes'] }],
      if: ['choose', { by: 'yes' }],
      a1: ['answer', { answer: 'OK {{#llm.text#}}' }],
      a2: ['answer', { answer: 'KO {{#llm.text#}}' }],
    },
    ['start > llm', 'llm > if', 'if:yes > a1', 'if:no > a2'],
  );
  expect(story(events).slice(3)).toEqual([
    'finished llm',
    'started if',
    '"OK "',
    '"oh "',
    '"yes"',
    'finished if',
    'started a1',
    'finished a1',
  ]);
});

test('an answer behind another waits until that one has run', async () => {
  const { events } = await run(
    {
      start: ['start'],
      one: ['answer', { answer: '1' }],
      two: ['answer', { answer: '2' }],
    },
    ['start > one', 'one > two'],
  );
  expect(story(events)).toEqual([
    '"1"',
    'started start',
    'finished start',
    'started one',
    '"2"',
    'finished one',
    'started two',
    'finished two',
  ]);
});

test('an assigner holds back only the responses that show what it writes', async () => {
  const graph: TinyGraph = {
    start: ['start'],
    note: ['assign', { to: ['conversation', 'v'], append: '+' }],
    shows: ['answer', { answer: 'v={{#conversation.v#}} ' }],
    hides: ['answer', { answer: 'other ' }],
  };
  const { events } = await run(graph, ['start > note', 'note > shows', 'note > hides'], {
    variables: [[['conversation', 'v'], string('old')]],
  });
  expect(story(events)).toEqual([
    '"other "',
    'started start',
    'finished start',
    'started note',
    '"v="',
    '"old+"',
    '" "',
    'finished note',
    'started shows',
    'started hides',
    'finished shows',
    'finished hides',
  ]);
});

test('a reference to a skipped node is left out, one to nothing holds the rest back', async () => {
  const { events, outputs } = await run(
    {
      start: ['start'],
      if: ['choose', { by: 'no' }],
      skipped: ['text', { template: 'x' }],
      first: ['answer', { answer: '[{{#skipped.text#}}]' }],
      second: ['answer', { answer: '<{{#if.nothing#}}>' }],
    },
    ['start > if', 'if:yes > skipped', 'skipped > first', 'if:no > first', 'first > second'],
  );
  expect(shownText(events)).toBe('[]<');
  expect(outputs['answer']).toBe('[skipped.text]<if.nothing>');
});

test('chunks that no response refers to are not sent, nor responses that are not reached', async () => {
  const { events } = await run(
    {
      start: ['start'],
      llm: ['stream', { chunks: ['x'], reasons: 'hm' }],
      if: ['choose', { by: 'no' }],
      never: ['answer', { answer: 'never {{#llm.text#}}' }],
    },
    ['start > llm', 'llm > if', 'if:yes > never'],
  );
  expect(events.filter((event) => event.type.endsWith('delta'))).toEqual([]);
});

test('the reasoning behind a text that is shown is told', async () => {
  const nodes: TinyGraph = {
    start: ['start'],
    llm: ['stream', { chunks: ['x'], reasons: 'hm' }],
    answer: ['answer', { answer: '{{#llm.text#}}' }],
  };
  const { events } = await run(nodes, ['start > llm', 'llm > answer']);
  expect(events).toContainEqual(expect.objectContaining({ type: 'reasoning-delta', nodeId: 'llm', text: 'hm' }));
});

test('two references to one text each show all of it', async () => {
  const nodes: TinyGraph = {
    start: ['start'],
    llm: ['stream', { chunks: ['a', 'b'] }],
    answer: ['answer', { answer: '{{#llm.text#}}{{#llm.text#}}' }],
    again: ['answer', { answer: '-{{#llm.text#}}' }],
  };
  const { events, outputs } = await run(nodes, ['start > llm', 'llm > answer', 'answer > again']);
  expect(shownText(events)).toBe('abab-ab');
  expect(outputs['answer']).toBe('abab-ab');
});

test('text of a failed attempt is taken back with the first text of the next', async () => {
  const retry = { retry_enabled: true, max_retries: 1, retry_interval: 1 };
  const { events } = await run(
    {
      start: ['start'],
      llm: ['stream', { chunks: ['a', 'b'], failures: 1, retry_config: retry }],
      answer: ['answer', { answer: 'So: {{#llm.text#}}.' }],
    },
    ['start > llm', 'llm > answer'],
  );
  expect(story(events).filter((line) => line.includes('"'))).toEqual([
    '"So: "',
    '"a"',
    '"b"',
    '= "So: a"',
    '"b"',
    '"."',
  ]);
  expect(shownText(events)).toBe('So: ab.');
});

test('text taken back for good does not stay with the client', async () => {
  const { events } = await run(
    {
      start: ['start'],
      llm: ['stream', { chunks: ['lost'], failures: 9, error_strategy: 'default-value' }],
      answer: ['answer', { answer: 'So: {{#llm.text#}}' }],
    },
    ['start > llm', 'llm > answer'],
  );
  expect(events.at(-2)).toMatchObject({ type: 'text-delta', text: 'So: ', replaces: true, keeps: 4 });
  expect(shownText(events)).toBe('So: ');
});

test('a streaming node that was at work when its process died runs again and replaces only its own text', async () => {
  const graph = prepared(
    {
      start: ['start'],
      one: ['stream', { chunks: ['1', '2'] }],
      two: ['stream', { chunks: ['3', '4', '5'] }],
      answer: ['answer', { answer: '{{#one.text#}}/{{#two.text#}}.' }],
    },
    ['start > one', 'one > two', 'two > answer'],
  );
  const whole = await runGraph(graph);
  const cut = whole.events.findIndex((event) => event.type === 'text-delta' && event.text === '4');
  const resumed = await runGraph(graph, { history: whole.events.slice(0, cut + 1), idPrefix: 'p2' });
  expect(story(resumed.events)).toEqual([
    'started two',
    '= "12/3"',
    '"4"',
    '"5"',
    '"."',
    'finished two',
    'started answer',
    'finished answer',
  ]);
});

test('a thousand diamonds in a row cost no more than their edges', async () => {
  const nodes: Record<string, TinyGraph[string]> = { start: ['start'], n0: ['text', { template: 'x' }] };
  const edges = ['start > n0'];
  for (let i = 0; i < 1_000; i += 1) {
    nodes[`c${i}`] = ['choose', { by: i % 2 ? 'a' : 'b' }];
    nodes[`a${i}`] = ['text'];
    nodes[`b${i}`] = ['text'];
    nodes[`n${i + 1}`] = ['text', { template: '{{#n0.text#}}' }];
    edges.push(`n${i} > c${i}`, `c${i}:a > a${i}`, `c${i}:b > b${i}`, `a${i} > n${i + 1}`, `b${i} > n${i + 1}`);
  }
  nodes['answer'] = ['answer', { answer: '{{#n1000.text#}}!' }];
  const { events } = await run(nodes, [...edges, 'n1000 > answer'], { limits: { maxSteps: 10_000 } });
  expect(shownText(events)).toBe('x!');
});

test('rounds stream their own answers, chunk by chunk, each in its frame', async () => {
  const { events } = await run(
    {
      start: ['start'],
      each: ['iteration', { over: ['a', 'b'], output: ['llm', 'text'] }],
      begin: ['iteration-start', { parent: 'each' }],
      llm: ['stream', { parent: 'each', chunks: ['x', 'y'] }],
      said: ['answer', { parent: 'each', answer: '{{#each.item#}}={{#llm.text#}};' }],
      quiet: ['stream', { parent: 'each', chunks: ['unheard'] }],
    },
    ['start > each', 'begin > llm', 'llm > said', 'begin > quiet'],
  );
  const deltas = events.flatMap((event) => (event.type === 'text-delta' ? [[event.frame[0]?.index, event.text]] : []));
  expect(deltas).toEqual([
    [0, 'a'],
    [0, '='],
    [0, 'x'],
    [0, 'y'],
    [0, ';'],
    [1, 'b'],
    [1, '='],
    [1, 'x'],
    [1, 'y'],
    [1, ';'],
  ]);
});
