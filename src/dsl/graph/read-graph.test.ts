import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import { readGraph } from './read-graph.ts';

const node = (id: string, data: JsonObject, wrapper: JsonObject = {}): JsonObject => ({
  id,
  type: 'custom',
  ...wrapper,
  data,
});
const edge = (source: string, target: string, more: JsonObject = {}): JsonObject => ({ source, target, ...more });

function read(nodes: readonly JsonObject[], edges: readonly JsonObject[] = []) {
  return readGraph({ nodes, edges }).graph;
}

/** The lifted data of a single node. */
function lift(data: JsonObject): JsonObject {
  return read([node('n', data)]).nodes[0]?.data ?? {};
}

test('sticky notes are no nodes', () => {
  expect(read([node('a', { type: '' }, { type: 'custom-note' }), node('b', { type: '' })]).nodes).toEqual([]);
});

test('the type may stand on the wrapper, in the spelling of other tools', () => {
  const { nodes } = read([
    { id: 'a', type: 'start', data: {} },
    { id: 'b', type: 'if_else', data: { title: 'B' } },
    { id: 'c', type: 'custom-iteration-start', data: {} },
  ]);
  expect(nodes.map(({ type, data }) => [type, data['type']])).toEqual([
    ['start', 'start'],
    ['if-else', 'if-else'],
    ['iteration-start', 'iteration-start'],
  ]);
});

test('ids and handles without quotes are texts nevertheless', () => {
  const graph = read(
    [node('1', { type: 'start' }), { id: 2, data: { type: 'end', title: 3, version: 2 } }],
    [edge('1', '2', { sourceHandle: true })],
  );
  expect(graph.nodes[1]).toMatchObject({ id: '2', title: '3', version: '2' });
  expect(graph.edges).toEqual([{ source: '1', target: '2', sourceHandle: 'true' }]);
});

test('edges without ends are dropped, edges without a handle leave by "source", twins count once', () => {
  const { edges } = read(
    [],
    [
      edge('a', 'b'),
      edge('a', 'b', { sourceHandle: 'source' }),
      { source: 'a' },
      edge('a', 'b', { sourceHandle: 'false' }),
    ],
  );
  expect(edges).toEqual([
    { source: 'a', target: 'b', sourceHandle: 'source' },
    { source: 'a', target: 'b', sourceHandle: 'false' },
  ]);
});

test('the same id twice is left to the check of the graph', () => {
  expect(read([node('a', { type: 'start' }), node('a', { type: 'end' })]).nodes).toHaveLength(2);
});

test('missing lists are reported', () => {
  expect(readGraph({ nodes: {} }).problems.map(({ message }) => message)).toEqual([
    'The graph has no list of nodes',
    'The graph has no list of edges',
  ]);
});

test('the old name of the aggregator is replaced', () => {
  expect(lift({ type: 'variable-assigner', variables: [] })).toEqual({ type: 'variable-aggregator', variables: [] });
});

test('one old condition group becomes the case "true"', () => {
  const conditions = [{ comparison_operator: 'is' }];
  expect(lift({ type: 'if-else', conditions, logical_operator: 'or' })).toEqual({
    type: 'if-else',
    cases: [{ case_id: 'true', logical_operator: 'or', conditions }],
  });
  const both = { type: 'if-else', conditions, logical_operator: 'or', cases: [{ case_id: 'x', conditions: [] }] };
  expect(lift(both)).toEqual(both);
});

test('case ids that YAML reads as booleans are texts', () => {
  const data = lift({ type: 'if-else', cases: [{ case_id: true, conditions: [] }, { id: 'b' }, 5] });
  expect(data['cases']).toEqual([{ case_id: 'true', conditions: [] }, { id: 'b', case_id: 'b' }, 5]);
});

test('assigners say their version by their shape', () => {
  const versions = read([
    node('a', { type: 'assigner', items: [] }),
    node('b', { type: 'assigner', assigned_variable_selector: ['conversation', 'x'], write_mode: 'clear' }),
    node('c', { type: 'assigner', version: '2' }),
  ]).nodes.map(({ version }) => version);
  expect(versions).toEqual(['2', '1', '2']);
});

test.each([
  [
    { type: 'json', data: '{}' },
    { type: 'json', data: [{ type: 'text', key: '', value: '{}' }] },
  ],
  [
    { type: 'none', data: '' },
    { type: 'none', data: [] },
  ],
  [{ data: null }, { type: 'none', data: [] }],
  [
    { type: 'x-www-form-urlencoded', data: 'a: 1\n\nb:2:3\nc' },
    {
      type: 'x-www-form-urlencoded',
      data: [
        { type: 'text', key: 'a', value: '1' },
        { type: 'text', key: 'b', value: '2:3' },
        { type: 'text', key: 'c', value: '' },
      ],
    },
  ],
  [null, { type: 'none', data: [] }],
])('the HTTP body %j becomes a list of items', (body, lifted) => {
  expect(lift({ type: 'http-request', body })['body']).toEqual(lifted);
});

test('bare tool inputs become typed ones', () => {
  const typed = { type: 'mixed', value: '{{#a.b#}}' };
  const data = lift({
    type: 'tool',
    tool_configurations: { a: 'x', b: 2, c: null },
    tool_parameters: { d: typed, e: 'y' },
  });
  expect(data).toEqual({
    type: 'tool',
    tool_node_version: '2',
    tool_configurations: {
      a: { type: 'constant', value: 'x' },
      b: { type: 'constant', value: 2 },
      c: { type: 'constant', value: null },
    },
    tool_parameters: { d: typed, e: { type: 'mixed', value: 'y' } },
  });
  expect(lift({ type: 'tool', tool_parameters: { d: typed } })).toEqual({
    type: 'tool',
    tool_parameters: { d: typed },
  });
});

test('vision without a selector sees the files of the message', () => {
  const vision = { enabled: true, configs: { detail: 'low' } };
  expect(lift({ type: 'llm', vision })['vision']).toEqual({
    enabled: true,
    configs: { detail: 'low', variable_selector: ['sys', 'files'] },
  });
  expect(lift({ type: 'llm', vision: { enabled: false } })['vision']).toEqual({ enabled: false });
});

test('spellings of the error mode are read alike', () => {
  expect(lift({ type: 'iteration', error_handle_mode: 'CONTINUE_ON_ERROR' })['error_handle_mode']).toBe(
    'continue-on-error',
  );
});

test('an ordinary node that an iteration starts with gets a start node in front of it', () => {
  const { nodes, edges } = read(
    [
      node('it', { type: 'iteration', start_node_id: 'first' }),
      node('first', { type: 'llm', iteration_id: 'it', isIterationStart: true }),
      node('second', { type: 'code', iteration_id: 'it' }),
    ],
    [edge('first', 'second')],
  );
  expect(nodes.map(({ id, type, parentId }) => [id, type, parentId])).toEqual([
    ['it', 'iteration', undefined],
    ['first', 'llm', 'it'],
    ['second', 'code', 'it'],
    ['itstart', 'iteration-start', 'it'],
  ]);
  expect(nodes[0]?.data['start_node_id']).toBe('itstart');
  expect(edges).toContainEqual({ source: 'itstart', target: 'first', sourceHandle: 'source' });
});

test('a container without start_node_id starts where its children do', () => {
  const loop = node('l', { type: 'loop' });
  const start = node('s', { type: 'loop-start' }, { parentId: 'l' });
  expect(read([loop, start]).nodes[0]?.data['start_node_id']).toBe('s');
  const { edges } = read([
    loop,
    node('a', { type: 'code', loop_id: 'l' }),
    node('lstart', { type: 'code', loop_id: 'l' }),
  ]);
  expect(edges).toEqual([
    { source: 'lstart1', target: 'a', sourceHandle: 'source' },
    { source: 'lstart1', target: 'lstart', sourceHandle: 'source' },
  ]);
});

test('membership is read from wherever a file writes it', () => {
  const parents = read([
    node('it', { type: 'iteration', start_node_id: 'itstart' }),
    node('lo', { type: 'loop', iteration_id: 'it' }),
    node('itstart', { type: 'iteration-start', isInIteration: true }),
    node('a', { type: 'code', iteration_id: 'it' }),
    node('b', { type: 'code' }, { parentId: 'it' }),
    node('c', { type: 'code', iteration_id: 'it', loop_id: 'lo' }, { parentId: 'lo' }),
    node('d', { type: 'code', iteration_id: 'gone' }, { parentId: 'gone' }),
  ]).nodes.map(({ id, parentId }) => [id, parentId]);
  expect(parents.filter(([id]) => id !== 'lostart')).toEqual([
    ['it', undefined],
    ['lo', 'it'],
    ['itstart', 'it'],
    ['a', 'it'],
    ['b', 'it'],
    ['c', 'lo'],
    ['d', undefined],
  ]);
});

test.each(['__proto__', 'constructor', 'toString'])('a node of the type %s has no other type', (type) => {
  expect(read([node('n', { type })]).nodes).toMatchObject([{ id: 'n', type, data: { type } }]);
});
