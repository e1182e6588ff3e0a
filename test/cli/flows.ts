/** Small apps for tests of the command line, written as their DSL documents. */
type Data = Readonly<Record<string, unknown>>;

export function node(id: string, type: string, data: Data = {}) {
  return { id, data: { type, title: id, ...data } };
}

type FlowNode = ReturnType<typeof node>;

export interface FlowParts {
  readonly mode?: 'workflow' | 'advanced-chat';
  readonly nodes: readonly FlowNode[];
  /** `[source, target, handle]`; nodes one after another when absent. */
  readonly edges?: readonly (readonly [string, string, string?])[];
  readonly environment?: readonly Data[];
  readonly conversation?: readonly Data[];
}

export function flow({ mode = 'workflow', nodes, edges, environment = [], conversation = [] }: FlowParts) {
  const pairs = edges ?? nodes.slice(1).map((target, i) => [nodes[i]?.id ?? '', target.id] as const);
  return {
    kind: 'app',
    version: '0.6.0',
    app: { name: `flow of ${nodes.map(({ id }) => id).join(' ')}`.slice(0, 60), mode },
    workflow: {
      features: {},
      environment_variables: environment,
      conversation_variables: conversation,
      graph: {
        nodes,
        edges: pairs.map(([source, target, sourceHandle = 'source'], i) => ({
          id: `e${i}`,
          source,
          target,
          sourceHandle,
        })),
      },
    },
  };
}

export const field = (variable: string, type = 'text-input', more: Data = {}) => ({
  variable,
  label: variable,
  type,
  required: false,
  ...more,
});

export const start = (...variables: readonly Data[]) => node('start', 'start', { variables });

export const end = (outputs: Readonly<Record<string, readonly string[]>>) =>
  node('end', 'end', {
    outputs: Object.entries(outputs).map(([variable, value_selector]) => ({ variable, value_selector })),
  });

/** Gives `{{ text }}` of a selector in a template. */
export const template = (id: string, text: string, variables: Readonly<Record<string, readonly string[]>> = {}) =>
  node(id, 'template-transform', {
    template: text,
    variables: Object.entries(variables).map(([variable, value_selector]) => ({ variable, value_selector })),
  });

export const llm = (id: string, prompt: string, more: Data = {}) =>
  node(id, 'llm', {
    model: { provider: 'openai', name: 'gpt-4o', mode: 'chat', completion_params: {} },
    prompt_template: [{ role: 'user', text: prompt }],
    context: { enabled: false, variable_selector: [] },
    vision: { enabled: false },
    ...more,
  });

export const tool = (id: string, more: Data = {}) =>
  node(id, 'tool', {
    provider_id: 'p',
    provider_name: 'p',
    provider_type: 'builtin',
    tool_name: 't',
    tool_label: 't',
    tool_configurations: {},
    tool_parameters: {},
    ...more,
  });

/** Greets whoever is named. */
export const greeting = flow({
  nodes: [
    start(field('name', 'text-input', { required: true })),
    template('hello', 'Hello, {{ name }}!', { name: ['start', 'name'] }),
    end({ text: ['hello', 'output'] }),
  ],
});

/** Prints every input of its form. */
export const echo = flow({
  nodes: [
    start(
      field('text'),
      field('count', 'number'),
      field('data', 'json_object'),
      field('doc', 'file', { allowed_file_types: ['document'], allowed_file_upload_methods: ['local_file'] }),
    ),
    end({
      text: ['start', 'text'],
      count: ['start', 'count'],
      data: ['start', 'data'],
      doc: ['start', 'doc', 'name'],
      place: ['env', 'place'],
    }),
  ],
  environment: [{ name: 'place', value_type: 'string', value: 'here' }],
});

/** A chat that counts its turns. */
export const chat = flow({
  mode: 'advanced-chat',
  nodes: [start(), node('answer', 'answer', { answer: 'You said {{#sys.query#}} ({{#sys.dialogue_count#}})' })],
});

/** Waits for a person. */
export const approval = flow({
  nodes: [
    start(field('what')),
    node('ask', 'human-input', {
      form_content: 'May we {{#start.what#}}?',
      inputs: [{ type: 'paragraph', output_variable_name: 'note' }],
      user_actions: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
      timeout: 3,
      timeout_unit: 'day',
    }),
    end({ note: ['ask', 'note'], action: ['ask', '__action_id'] }),
    template('refused', 'not allowed'),
  ],
  edges: [
    ['start', 'ask'],
    ['ask', 'end', 'yes'],
    ['ask', 'refused', 'no'],
  ],
});
