import type { JsonObject } from '../../../src/kernel/index.ts';
import { app, graph, greeting, model, node, textField } from '../testing/apps.ts';

type GraphMode = 'workflow' | 'advanced-chat';

/** The last node of a mode: both tell what nodes have said. */
function last(mode: GraphMode, nodes: readonly (readonly [id: string, name: string])[]): JsonObject {
  const outputs = nodes.map(([id, name]) => ({ variable: `${id}_${name}`, value_selector: [id, name] }));
  const answer = nodes.map((selector) => `{{#${selector.join('.')}#}}`).join(' and ');
  return mode === 'workflow' ? node('last', { type: 'end', outputs }) : node('last', { type: 'answer', answer });
}

const flow = (mode: GraphMode, nodes: readonly JsonObject[], rest: JsonObject = {}, handles = {}): JsonObject =>
  app(mode, { workflow: { features: {}, ...rest, graph: graph(nodes, handles) } });

/** A node inside a container. */
function inside(container: string, item: JsonObject): JsonObject {
  const isLoop = container === 'loop';
  const data = { ...(item['data'] as JsonObject), [isLoop ? 'loop_id' : 'iteration_id']: container };
  return { ...item, parentId: container, data };
}

const thinking = node('llm', {
  ...{ type: 'llm', model, reasoning_format: 'separated' },
  prompt_template: [{ id: 'p', role: 'user', text: 'Think aloud about {{#start.name#}}.' }],
  ...{ context: { enabled: false, variable_selector: [] }, vision: { enabled: false } },
});

/** Works at the second attempt. */
const retried = (host: string) =>
  node('http', {
    ...{
      type: 'http-request',
      method: 'get',
      url: `${host}/fails-once/{{#sys.workflow_run_id#}}`,
      headers: '',
      params: '',
    },
    ...{ body: { type: 'none', data: [] }, authorization: { type: 'no-auth', config: null }, variables: [] },
    retry_config: { retry_enabled: true, max_retries: 2, retry_interval: 1 },
  });

const iteration = [
  node('iteration', {
    ...{ type: 'iteration', start_node_id: 'eachstart', flatten_output: false },
    ...{ iterator_selector: ['start', 'files'], output_selector: ['each', 'output'] },
  }),
  inside('iteration', node('eachstart', { type: 'iteration-start' })),
  inside(
    'iteration',
    node('each', {
      ...{ type: 'template-transform', template: 'Number {{ i }}' },
      variables: [{ variable: 'i', value_selector: ['iteration', 'index'] }],
    }),
  ),
];

const loop = [
  node('loop', {
    ...{ type: 'loop', start_node_id: 'loopstart', loop_count: 2, break_conditions: [], logical_operator: 'and' },
    loop_variables: [{ id: 'n', label: 'n', var_type: 'number', value_type: 'constant', value: 0 }],
  }),
  inside('loop', node('loopstart', { type: 'loop-start' })),
  inside(
    'loop',
    node('count', {
      ...{ type: 'assigner', version: '2' },
      items: [{ variable_selector: ['loop', 'n'], input_type: 'constant', operation: '+=', value: 1 }],
    }),
  ),
];

const agentNode = node('agent', {
  ...{ type: 'agent', agent_strategy_provider_name: 'langgenius/agent/agent', agent_strategy_name: 'function_calling' },
  ...{ agent_strategy_label: 'FunctionCalling', tool_node_version: '2' },
  agent_parameters: {
    query: { type: 'constant', value: 'What year is it?' },
    instruction: { type: 'constant', value: 'Use tools.' },
    model: {
      type: 'constant',
      value: { provider: model.provider, model: model.name, mode: 'chat', completion_params: {} },
    },
    tools: {
      type: 'constant',
      value: [{ enabled: true, provider_name: 'time', tool_name: 'current_time', parameters: {}, settings: {} }],
    },
  },
});

const files = { variable: 'files', label: 'files', type: 'file-list', required: false, allowed_file_types: ['image'] };

/** Everything that a run can tell of: thinking, a retry, rounds, an agent at work. `host` fails once for each run. */
export function showcase(mode: GraphMode, host: string): JsonObject {
  const start = node('start', { type: 'start', variables: [textField('name'), files] });
  const main = [
    ...[start, retried(host), iteration[0], loop[0], thinking, agentNode],
    last(mode, [
      ['llm', 'text'],
      ['agent', 'text'],
    ]),
  ];
  const made = flow(mode, main as JsonObject[], mode === 'workflow' ? {} : { conversation_variables: [mood] });
  return withParts(made);
}

const mood = {
  id: '4f3a1a52-3f64-4d3b-9c80-32b1fbd1ab10',
  name: 'mood',
  value_type: 'string',
  value: 'calm',
  description: '',
};

/** Puts the insides of the containers beside the line of nodes. */
function withParts(made: JsonObject): JsonObject {
  const workflow = made['workflow'] as JsonObject;
  const { nodes, edges } = workflow['graph'] as { readonly nodes: JsonObject[]; readonly edges: JsonObject[] };
  const inner = [iteration.slice(1), loop.slice(1)];
  const more = inner.flatMap((part) => graph(part)['edges'] as JsonObject[]);
  return {
    ...made,
    workflow: { ...workflow, graph: { nodes: [...nodes, ...inner.flat()], edges: [...edges, ...more] } },
  };
}

/** Waits for a person. */
export function approval(mode: GraphMode): JsonObject {
  const form = node('form', {
    ...{ type: 'human-input', form_content: 'Is {{#start.name#}} right? {{#$output.note#}}' },
    ...{ timeout: 3, timeout_unit: 'day' },
    inputs: [
      {
        ...{ type: 'paragraph', output_variable_name: 'note' },
        default: { type: 'constant', selector: [], value: 'fine' },
      },
    ],
    user_actions: [{ id: 'approve', title: 'Approve', button_style: 'primary' }],
  });
  const start = node('start', { type: 'start', variables: [textField('name')] });
  return flow(mode, [start, form, last(mode, [['form', 'note']])], {}, { form: 'approve' });
}

/** Answers with a model that rests on a passage. */
export function citing(): JsonObject {
  const [dataset, document, segment] = ['1', '2', '3'].map((digit) => `0198a5a0-0000-7000-8000-00000000000${digit}`);
  const place = { dataset_id: dataset ?? '', document_id: document ?? '', segment_id: segment ?? '', position: 1 };
  const counts = { segment_hit_count: 1, segment_word_count: 2, segment_position: 3, segment_index_node_hash: 'ab' };
  const names = { dataset_name: 'Books', document_name: 'A book', data_source_type: 'upload_file' };
  const passage = { content: 'words', metadata: { _source: 'knowledge', score: 1, ...place, ...counts, ...names } };
  const variable = { name: 'passages', value_type: 'array[object]', value: [passage], description: '' };
  const reading = node('llm', {
    ...{ type: 'llm', model, prompt_template: [{ role: 'user', text: 'Use {{#context#}}' }] },
    ...{ context: { enabled: true, variable_selector: ['conversation', 'passages'] }, vision: { enabled: false } },
  });
  return flow(
    'advanced-chat',
    [node('start', { type: 'start', variables: [] }), reading, last('advanced-chat', [['llm', 'text']])],
    {
      features: { retriever_resource: { enabled: true } },
      conversation_variables: [variable],
    },
  );
}

/** An agent with one tool. */
export const agentApp = app('agent-chat', {
  model_config: {
    ...{ model, pre_prompt: 'Use tools.', user_input_form: [] },
    agent_mode: {
      ...{ enabled: true, max_iteration: 3, strategy: 'function_call' },
      tools: [
        {
          enabled: true,
          provider_id: 'time',
          provider_type: 'builtin',
          tool_name: 'current_time',
          tool_parameters: {},
        },
      ],
    },
  },
});

/** Greets by name, as an app with these features does. */
export const greetingWith = (features: JsonObject): JsonObject => ({
  ...greeting,
  workflow: { ...(greeting['workflow'] as JsonObject), features },
});
