import { expect, test } from 'vitest';
import { CURRENT_DSL_VERSION, graphDocument, printDsl, readDsl } from './index.ts';

const HELLO = `app:
  name: Hello
  mode: workflow
  icon: 🤖
kind: app
version: 0.6.0
workflow:
  graph:
    nodes:
    - id: start
      type: custom
      data: {type: start, title: Start, variables: []}
    - id: end
      data:
        type: end
        outputs: []
    edges:
    - {source: start, target: end}
`;

function read(text: string | Uint8Array) {
  const result = readDsl(text);
  if (!result.file) throw new Error(result.error);
  return { ...result, ...result.file };
}

test('a file of the current version is completed', () => {
  const { status, version, app, problems } = read(HELLO);
  expect({ status, version, problems }).toEqual({ status: 'completed', version: CURRENT_DSL_VERSION, problems: [] });
  expect(app).toMatchObject({ mode: 'workflow', name: 'Hello', icon: '🤖', iconType: 'emoji', description: '' });
  expect(app.workflow?.graph).toEqual({
    nodes: [
      {
        id: 'start',
        type: 'start',
        title: 'Start',
        version: '1',
        data: { type: 'start', title: 'Start', variables: [] },
      },
      { id: 'end', type: 'end', title: '', version: '1', data: { type: 'end', outputs: [] } },
    ],
    edges: [{ source: 'start', target: 'end', sourceHandle: 'source' }],
  });
});

test.each([
  ['[1, 2]', 'Invalid YAML format: content must be a mapping'],
  ['', 'Invalid YAML format: content must be a mapping'],
  ['kind: app\nversion: 0.6.0\n', 'Missing app data in YAML content'],
  ['app: {}\nkind: app\n', 'Missing app data in YAML content'],
  ['kind: rag_pipeline\nworkflow: {}\n', 'Missing rag_pipeline data in YAML content'],
  ['app: {name: x}', 'loss app mode'],
  ['app: {mode: channel}', "'channel' is not a valid AppMode"],
  ['app: {mode: workflow}', 'Missing workflow data for workflow/advanced chat app'],
  ['app: {mode: advanced-chat}\nworkflow: {}', 'Missing workflow data for workflow/advanced chat app'],
  ['app: {mode: chat}\nmodel_config: 5', 'Missing model_config for chat/agent-chat/completion app'],
  ['version: abc\napp: {mode: workflow}', "Invalid version: 'abc'"],
  ['version: 0.5\napp: {mode: workflow}', "Invalid version type, expected str, got <class 'float'>"],
  ['version: 5.0\napp: {mode: workflow}', "Invalid version type, expected str, got <class 'float'>"],
  ['version: 1\napp: {mode: workflow}', "Invalid version type, expected str, got <class 'int'>"],
  ['app: {mode: workflow}\nworkflow: {environment_variables: [{value: 1}]}', 'missing name'],
  [
    'app: {mode: workflow}\nworkflow: {conversation_variables: [{name: a, value_type: string, value: null}]}',
    'missing value (variable "a")',
  ],
])('%j fails as in Dify', (text, error) => {
  expect(readDsl(text)).toMatchObject({ status: 'failed', error, problems: [{ message: error }] });
});

test('a syntax error names line and column', () => {
  const result = readDsl('app: {name: x\n  : : :\n');
  expect(result.error).toMatch(/^Invalid YAML format: .* \(line 2, column \d+\)$/);
  expect(result.problems).toMatchObject([{ code: 'INVALID_YAML', line: 2 }]);
});

test('a failure names the line of what is wrong', () => {
  const result = readDsl('app:\n  name: x\n  mode: robot\n');
  expect(result.problems).toMatchObject([{ code: 'INVALID_MODE', line: 3, column: 3, path: ['app', 'mode'] }]);
});

test.each([
  ['version: 0.6.0', 'completed', '0.6.0'],
  ['version: 0.5.0', 'completed-with-warnings', '0.5.0'],
  ['version: 0.99.0', 'pending', '0.99.0'],
  ["version: ''", 'completed-with-warnings', '0.1.0'],
  ['version: 0.0', 'completed-with-warnings', '0.1.0'],
  ['x: y', 'completed-with-warnings', '0.1.0'],
])('with "%s" the status is %s', (line, status, version) => {
  const result = readDsl(HELLO.replace('version: 0.6.0', line));
  expect(result).toMatchObject({ status, version });
  expect(result.file?.app.mode).toBe('workflow');
});

test('another kind is read as an app, a pipeline has its own section', () => {
  expect(read(HELLO.replace('kind: app', 'kind: robot')).app.mode).toBe('workflow');
  const pipeline = HELLO.replace('kind: app', 'kind: rag_pipeline').replace('app:\n', 'rag_pipeline:\n');
  expect(read(pipeline).app).toMatchObject({ mode: 'rag-pipeline', name: 'Hello' });
});

test('a bare graph is read as a workflow, and its places are those of the file', () => {
  const { status, app, document, locateNode } = read('nodes:\n- id: a\n  data:\n    type: start\nedges: []\n');
  expect(status).toBe('completed');
  expect(app.workflow?.graph.nodes).toHaveLength(1);
  expect(document).toMatchObject({ app: { mode: 'workflow' }, workflow: { graph: { nodes: [{ id: 'a' }] } } });
  expect(locateNode('a', ['type'])).toEqual({ line: 4, column: 5 });
});

test('nodes and edges directly under the workflow are found', () => {
  const { app, document, locateNode } = read(
    'app: {mode: workflow}\nworkflow:\n  nodes:\n  - id: a\n    data: {type: start}\n  edges: []\n',
  );
  expect(app.workflow?.graph.nodes).toHaveLength(1);
  expect(locateNode('a')).toEqual({ line: 4, column: 5 });
  expect(graphDocument(document)).toEqual({ nodes: [{ id: 'a', data: { type: 'start' } }], edges: [] });
});

test('places of nodes are found by id', () => {
  const { locateNode, locate } = read(HELLO);
  expect(locateNode('end', ['outputs', 0])).toEqual({ line: 16, column: 9 });
  expect(locateNode('nobody')).toBeUndefined();
  expect(locate(['workflow', 'graph', 'edges', 0])).toEqual({ line: 18, column: 7 });
});

test('what cannot run is reported with its place, and the rest is read', () => {
  const { status, problems, app } = read(
    HELLO.replace(
      '    - id: end\n',
      '    - just text\n    - data: {type: end}\n    - id: lost\n      type: custom\n    - id: end\n',
    ),
  );
  expect(status).toBe('completed');
  expect(problems.map(({ message, line }) => [line, message])).toEqual([
    [13, 'A node is not a mapping'],
    [14, 'A node has no id'],
    [15, 'Node "lost" has no data.type'],
  ]);
  expect(app.workflow?.graph.nodes.map(({ id }) => id)).toEqual(['start', 'end']);
});

test('variables come with their types, and duplicates are reported', () => {
  const { app, problems } = read(`${HELLO}  environment_variables:
  - {name: KEY, value_type: secret, value: s}
  - {id: x, name: N, value_type: number, value: 5.0, description: d}
  conversation_variables:
  - {name: list, value_type: 'array[string]', value: []}
  - {name: list, value_type: string, value: ''}
`);
  expect(app.workflow?.environmentVariables).toMatchObject([
    { name: 'KEY', valueType: 'secret', value: 's', description: '' },
    { id: 'x', name: 'N', valueType: 'number', description: 'd' },
  ]);
  expect(app.workflow?.conversationVariables).toHaveLength(2);
  expect(problems).toMatchObject([{ code: 'DUPLICATE_VARIABLE', line: 24 }]);
});

test('a byte order mark is no part of the text', () => {
  expect(read(`\uFEFF${HELLO}`).status).toBe('completed');
  expect(read(new TextEncoder().encode(`\uFEFF${HELLO}`)).status).toBe('completed');
});

test('bytes that are not UTF-8 are refused with their place', () => {
  const bytes = new TextEncoder().encode('app:\n  name: caf\u00e9 x');
  bytes[17] = 0x20; // cuts the é in two
  expect(readDsl(bytes)).toMatchObject({
    status: 'failed',
    error: 'Invalid YAML format: the file is not UTF-8: byte 0xc3 (line 2, column 12)',
  });
});

test('more than 10 MB are refused before anything is read', () => {
  expect(readDsl(new Uint8Array(10 * 1024 * 1024 + 1))).toMatchObject({
    status: 'failed',
    error: 'File size exceeds the limit of 10MB',
  });
});

test('NUL characters are refused with their place', () => {
  expect(readDsl('app:\n  name: "a\0"')).toMatchObject({ status: 'failed', problems: [{ line: 2, column: 11 }] });
});

test('unknown keys everywhere survive a round trip', () => {
  const odd = `${HELLO}x-mine: {a: [1, 2.0, 1e5, 0x10, 123456789012345678901]}\n`
    .replace('    edges:', '    x: [yes, "yes"]\n    edges:')
    .replace('type: custom', 'type: custom\n      x: 2024-01-01');
  const { document } = read(odd);
  expect(read(printDsl(document)).document).toEqual(document);
  expect(Object.keys(document)).toContain('x-mine');
});

test('the document is not touched by lifting', () => {
  const text = HELLO.replace('type: end', 'type: variable-assigner');
  const { document, app } = read(text);
  expect(app.workflow?.graph.nodes[1]?.type).toBe('variable-aggregator');
  expect(JSON.stringify(document)).toContain('variable-assigner');
});

test.each([
  '\u0000',
  '- - - -',
  '{{{{',
  'a: *a',
  '!!python/name:os.system',
  'app: []',
  'app: 5\nworkflow: 5',
  'app: {mode: workflow}\nworkflow: {graph: 5}',
  'app: {mode: workflow}\nworkflow: {graph: {nodes: {}, edges: [null, 5, {source: 1}]}}',
  'app: {mode: workflow, name: [], icon: {}}\nworkflow: {features: [], environment_variables: {}, graph: {nodes: [{id: {}, data: []}]}}',
  'app: {mode: chat}\nmodel_config: {model: [], user_input_form: [5, {}, {a: 1}], agent_mode: {tools: [1]}}',
  'nodes: [{id: a, data: {type: iteration, start_node_id: a, iteration_id: a}, parentId: a}]',
  'nodes: [{id: constructor, data: {type: toString}}, {id: __proto__, data: {type: __proto__}}]',
])('%j never throws', (text) => {
  expect(() => readDsl(text)).not.toThrow();
});
