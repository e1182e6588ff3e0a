import { expect, test } from 'vitest';
import { Float, type JsonObject } from '../../kernel/index.ts';
import { type GraphDefinition, prepareGraph } from '../index.ts';
import { graphOf, prepared, type TinyGraph } from '../testing/run-graph.ts';
import { tinyNodes } from '../testing/tiny-nodes.ts';

function problemsOf(definition: GraphDefinition, rootNodeId?: string) {
  const { problems } = prepareGraph(definition, tinyNodes, rootNodeId === undefined ? {} : { rootNodeId });
  return problems.map(({ code, nodeId, path }) => ({ code, nodeId, ...(path && { path }) }));
}

const LINE: TinyGraph = { start: ['start'], a: ['text'], end: ['end'] };
const LINE_EDGES = ['start > a', 'a > end'];

test('a sound graph has no problems, and edges lead where they say', () => {
  const graph = prepared(LINE, LINE_EDGES);
  expect(graph.rootNodeId).toBe('start');
  expect(graph.nodes.get('a')?.outgoing.map((edge) => edge.target.id)).toEqual(['end']);
});

test('all problems of a graph are reported together', () => {
  const definition = graphOf(
    { start: ['start'], hook: ['trigger-webhook'], a: ['nonsense'], b: ['choose'], c: ['text', { delay: 'soon' }] },
    ['start > a', 'a > nowhere', 'b > c', 'c > b'],
  );
  const twice = { ...definition, nodes: [...definition.nodes, ...definition.nodes.slice(-1)] };
  expect(problemsOf(twice)).toEqual([
    { code: 'DUPLICATE_NODE_ID', nodeId: 'c' },
    { code: 'UNKNOWN_NODE_TYPE', nodeId: 'a' },
    { code: 'INVALID_NODE_CONFIG', nodeId: 'b', path: ['by'] },
    { code: 'INVALID_NODE_CONFIG', nodeId: 'c', path: ['delay'] },
    { code: 'MISSING_NODE', nodeId: 'nowhere' },
    { code: 'TRIGGER_START_NODE_CONFLICT', nodeId: 'hook' },
    { code: 'CYCLE', nodeId: 'b' },
  ]);
});

test('an empty graph is a problem of its own', () => {
  expect(problemsOf({ nodes: [], edges: [] })).toEqual([{ code: 'EMPTY_GRAPH', nodeId: undefined }]);
});

test.each([
  ['a node that leads to itself', ['start > a', 'a > a'], '"a" → "a"'],
  ['two nodes', ['start > a', 'a > end', 'end > a'], '"a" → "end" → "a"'],
])('a cycle of %s is named with its nodes', (_, edges, cycle) => {
  const { problems } = prepareGraph(graphOf(LINE, edges), tinyNodes);
  expect(problems.map((problem) => problem.message)).toEqual([`The edges form a cycle: ${cycle}`]);
});

test('every knot of cycles is reported once', () => {
  const nodes = { start: ['start'], a: ['text'], b: ['text'], c: ['text'], d: ['text'] } as const;
  const edges = ['start > a', 'a > b', 'b > a', 'b > c', 'c > d', 'd > c'];
  expect(problemsOf(graphOf(nodes, edges)).map((problem) => problem.code)).toEqual(['CYCLE', 'CYCLE']);
});

test('the run begins at the first start among the nodes that nothing leads to', () => {
  expect(prepared({ loose: ['text'], ...LINE }, LINE_EDGES).rootNodeId).toBe('start');
});

test('without a start, the node that would have to be one is named', () => {
  expect(problemsOf(graphOf({ a: ['text'], end: ['end'] }, ['a > end']))).toEqual([
    { code: 'INVALID_ROOT', nodeId: 'a' },
  ]);
});

test('a requested root must exist and start something', () => {
  const definition = graphOf({ one: ['trigger-webhook'], two: ['trigger-webhook'], a: ['text'] }, [
    'one > a',
    'two > a',
  ]);
  expect(prepareGraph(definition, tinyNodes, { rootNodeId: 'two' }).graph?.rootNodeId).toBe('two');
  expect(problemsOf(definition, 'a')).toEqual([{ code: 'INVALID_ROOT', nodeId: 'a' }]);
  expect(problemsOf(definition, 'three')).toEqual([{ code: 'INVALID_ROOT', nodeId: 'three' }]);
});

function withData(data: JsonObject) {
  return prepareGraph(graphOf({ ...LINE, a: ['text', data] }, LINE_EDGES), tinyNodes);
}

test.each([
  ['string', 'text', { type: 'string', value: 'text' }],
  ['number', '12.5', { type: 'number', value: 12.5 }],
  ['number', '599', { type: 'number', value: new Float(599) }],
  ['number', 7, { type: 'number', value: 7 }],
  ['object', '{"a": [1]}', { type: 'object', value: { a: [1] } }],
  ['array[string]', '["x", "y"]', { type: 'array[string]', value: ['x', 'y'] }],
  ['array[number]', [1, new Float(2)], { type: 'array[number]', value: [1, new Float(2)] }],
  ['array[object]', [], { type: 'array[object]', value: [] }],
])('a default value of type %s is read from %j', (type, value, expected) => {
  const { graph } = withData({ error_strategy: 'default-value', default_value: [{ key: 'k', type, value }] });
  expect(graph?.nodes.get('a')?.defaults).toEqual({ k: expected });
});

test.each([
  [{ default_value: [{ key: 'k', type: 'number', value: 'many' }] }, ['default_value', 0, 'value']],
  [{ default_value: [{ key: 'k', type: 'array[string]', value: [1] }] }, ['default_value', 0, 'value']],
  [{ default_value: [{ key: 'k', type: 'object', value: '{' }] }, ['default_value', 0, 'value']],
  [{ default_value: [{ key: 'k', type: 'color', value: 'red' }] }, ['default_value', 0, 'type']],
  [{ error_strategy: 'pray' }, ['error_strategy']],
  [{ retry_config: { retry_enabled: true, max_retries: -1 } }, ['retry_config', 'max_retries']],
])('%j is a configuration error', (data, path) => {
  expect(withData(data as JsonObject).problems).toMatchObject([{ code: 'INVALID_NODE_CONFIG', nodeId: 'a', path }]);
});

test.each(['none', '', null])('the error strategy %j means none', (strategy) => {
  expect(withData({ error_strategy: strategy }).graph?.nodes.get('a')).not.toHaveProperty('errorStrategy');
});

test('only node types that can be repeated obey a retry configuration', () => {
  const retry = { retry_config: { retry_enabled: true, max_retries: '3', retry_interval: new Float(100) } };
  const nodes = { ...LINE, a: ['text', retry], b: ['choose', { by: 'x', ...retry }] } as const;
  const graph = prepared(nodes, LINE_EDGES);
  expect(graph.nodes.get('a')?.retry).toEqual({ maxRetries: 3, intervalMs: 100 });
  expect(graph.nodes.get('b')).not.toHaveProperty('retry');
});

test('a container knows its start and all nodes inside, those of inner containers too', () => {
  const graph = prepared(
    {
      start: ['start'],
      outer: ['loop', { count: 1 }],
      s1: ['loop-start', { parent: 'outer' }],
      inner: ['loop', { count: 1, parent: 'outer' }],
      s2: ['loop-start', { parent: 'inner' }],
      leaf: ['text', { parent: 'inner' }],
    },
    ['start > outer', 's1 > inner', 's2 > leaf'],
  );
  const outer = graph.nodes.get('outer')?.inner;
  expect(outer?.start?.id).toBe('s1');
  expect(outer?.nodeIds.toSorted()).toEqual(['inner', 'leaf', 's1', 's2']);
});

test('a very long chain is prepared without running out of stack', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
  const nodes = Object.fromEntries([['start', ['start']], ...ids.map((id) => [id, ['text']])]) as TinyGraph;
  const edges = ['start > n0', ...ids.slice(1).map((id, i) => `n${i} > ${id}`)];
  expect(prepared(nodes, edges).nodes.size).toBe(10_001);
  expect(problemsOf(graphOf(nodes, [...edges, 'n9999 > n0']))).toEqual([{ code: 'CYCLE', nodeId: 'n0' }]);
});
