/** The apps under fire, as DSL documents (JSON is YAML). */

interface Node {
  readonly id: string;
  readonly parentId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
type Edge = readonly [from: string, to: string, handle?: string];

function appFile(
  name: string,
  mode: string,
  nodes: readonly Node[],
  edges: readonly Edge[],
  variables: unknown[] = [],
) {
  const typeOf = (id: string) => nodes.find((node) => node.id === id)?.data['type'];
  return JSON.stringify({
    kind: 'app',
    version: '0.5.0',
    app: { name, mode, icon: '🤖', icon_background: '#FFEAD5', description: '', use_icon_as_answer_icon: false },
    dependencies: [],
    workflow: {
      conversation_variables: variables,
      environment_variables: [],
      features: {},
      graph: {
        nodes: nodes.map((node) => ({
          ...{ type: 'custom', position: { x: 0, y: 0 } },
          ...node,
          data: { title: node.id, desc: '', ...node.data },
        })),
        edges: edges.map(([source, target, sourceHandle = 'source']) => ({
          ...{ id: `${source}-${sourceHandle}-${target}`, type: 'custom', source, target, sourceHandle },
          targetHandle: 'target',
          data: { sourceType: typeOf(source), targetType: typeOf(target) },
        })),
        viewport: { x: 0, y: 0, zoom: 1 },
      },
    },
  });
}

const start = (variables: unknown[] = []): Node => ({ id: 'start', data: { type: 'start', variables } });
const field = (variable: string) => ({ variable, label: variable, type: 'text-input', required: false, options: [] });
const end = (id: string, from: readonly string[]): Node => ({
  id,
  data: { type: 'end', outputs: [{ variable: 'out', value_selector: from, value_type: 'string' }] },
});
const effect = (world: string, id: string, delayMs: number, item = ''): Node => ({
  id,
  data: {
    ...{ type: 'http-request', method: 'get', headers: '', params: '', body: { type: 'none', data: [] } },
    url: `${world}/effect/{{#sys.workflow_run_id#}}/${id}${item}?delay=${delayMs}`,
    authorization: { type: 'no-auth', config: null },
    ...{ timeout: { connect: 10, read: 60, write: 20 }, variables: [], ssl_verify: true },
  },
});

export const sequential = (world: string) =>
  appFile(
    'sequential',
    'workflow',
    [
      start([field('x')]),
      effect(world, 'a', 40),
      effect(world, 'b', 120),
      effect(world, 'c', 40),
      end('end', ['c', 'body']),
    ],
    [
      ['start', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'end'],
    ],
  );

export const parallel = (world: string) =>
  appFile(
    'parallel',
    'workflow',
    [
      start(),
      effect(world, 'left', 100),
      effect(world, 'right', 60),
      effect(world, 'right2', 60),
      end('end', ['left', 'body']),
    ],
    [
      ['start', 'left'],
      ['start', 'right'],
      ['right', 'right2'],
      ['left', 'end'],
      ['right2', 'end'],
    ],
  );

/** 50 rounds, four at a time; the list is made by a template that the next one cuts. */
export const iterating = (world: string) =>
  appFile(
    'iterating',
    'workflow',
    [
      start([{ ...field('items'), type: 'json_object', json_schema: '' }]),
      {
        id: 'iter',
        data: {
          ...{ type: 'iteration', iterator_selector: ['start', 'items', 'list'], output_selector: ['each', 'body'] },
          ...{ start_node_id: 'iterstart', is_parallel: true, parallel_nums: 4, error_handle_mode: 'terminated' },
          ...{ flatten_output: true, iterator_input_type: 'array[string]', output_type: 'array[string]' },
        },
      },
      { id: 'iterstart', parentId: 'iter', data: { type: 'iteration-start', isInIteration: true } },
      withParent(effect(world, 'each', 10, '-{{#iter.item#}}')),
      end('end', ['iter', 'output']),
    ],
    [
      ['start', 'iter'],
      ['iterstart', 'each'],
      ['iter', 'end'],
    ],
  );

function withParent(node: Node): Node {
  return { ...node, parentId: 'iter', data: { ...node.data, iteration_id: 'iter', isInIteration: true } };
}

export const ROUNDS = Array.from({ length: 50 }, (_, index) => `i${index}`);

/** Remembers every question once, then lets a model answer in a stream. */
export const chatting = () =>
  appFile(
    'chatting',
    'advanced-chat',
    [
      start(),
      {
        id: 'remember',
        data: {
          ...{ type: 'assigner', version: '2' },
          items: [
            {
              ...{ variable_selector: ['conversation', 'asked'], input_type: 'variable', operation: 'append' },
              value: ['sys', 'query'],
            },
          ],
        },
      },
      {
        id: 'llm',
        data: {
          type: 'llm',
          model: { provider: 'langgenius/openai/openai', name: 'mock', mode: 'chat', completion_params: {} },
          prompt_template: [{ id: 'p', role: 'user', text: '{{#sys.query#}}' }],
          context: { enabled: false, variable_selector: [] },
          vision: { enabled: false },
        },
      },
      { id: 'answer', data: { type: 'answer', answer: '{{#llm.text#}}', variables: [] } },
    ],
    [
      ['start', 'remember'],
      ['remember', 'llm'],
      ['llm', 'answer'],
    ],
    [
      {
        ...{ id: '00000000-0000-4000-8000-000000000006', name: 'asked', value_type: 'array[string]', value: [] },
        ...{ description: '', selector: ['conversation', 'asked'] },
      },
    ],
  );

/** Waits for a person, then does something once. */
export const approving = (world: string) =>
  appFile(
    'approving',
    'workflow',
    [
      start(),
      {
        id: 'ask',
        data: {
          ...{ type: 'human-input', form_content: 'May I?', inputs: [], timeout: 3, timeout_unit: 'day' },
          delivery_methods: [{ id: '11111111-1111-4111-8111-111111111111', type: 'webapp', enabled: true, config: {} }],
          user_actions: [{ id: 'yes', title: 'Yes', button_style: 'primary' }],
        },
      },
      effect(world, 'act', 300),
      end('end', ['act', 'body']),
    ],
    [
      ['start', 'ask'],
      ['ask', 'act', 'yes'],
      ['act', 'end'],
    ],
  );
