import type { JsonObject } from '../../../src/kernel/index.ts';

export const model = { provider: 'openai', name: 'gpt-4o-mini', mode: 'chat', completion_params: {} };

export function node(id: string, data: JsonObject): JsonObject {
  return { id, type: 'custom', position: { x: 0, y: 0 }, data: { title: id, ...data } };
}

/** Nodes one after another. `handles` says by which way out a node is left, where it has several. */
export function graph(nodes: readonly JsonObject[], handles: Readonly<Record<string, string>> = {}): JsonObject {
  const ids = nodes.map(({ id }) => String(id));
  const edges = ids.slice(1).map((target, index) => ({
    id: `${ids[index]}-${target}`,
    source: ids[index] ?? '',
    target,
    sourceHandle: handles[ids[index] ?? ''] ?? 'source',
    targetHandle: 'target',
    type: 'custom',
  }));
  return { nodes: [...nodes], edges };
}

export function app(mode: string, rest: JsonObject): JsonObject {
  return {
    version: '0.5.0',
    kind: 'app',
    app: { name: `A ${mode} app`, mode, description: 'For tests', icon: '🤖', icon_background: '#FFEAD5' },
    ...rest,
  };
}

export const textField = (variable: string, required = true): JsonObject => ({
  ...{ variable, label: variable, required },
  type: 'text-input',
  max_length: 48,
});

/** Greets by name. */
export const greeting = app('workflow', {
  workflow: {
    features: {},
    graph: graph([
      node('start', { type: 'start', variables: [textField('name')] }),
      node('greet', {
        type: 'template-transform',
        template: 'Hello, {{ name }}!',
        variables: [{ variable: 'name', value_selector: ['start', 'name'] }],
      }),
      node('end', { type: 'end', outputs: [{ variable: 'text', value_selector: ['greet', 'output'] }] }),
    ]),
  },
});

/** Repeats what it is told, without a model. */
export const echo = (features: JsonObject = {}): JsonObject =>
  app('advanced-chat', {
    workflow: {
      features,
      conversation_variables: [
        {
          id: '4f3a1a52-3f64-4d3b-9c80-32b1fbd1ab10',
          name: 'mood',
          value_type: 'string',
          value: 'calm',
          description: '',
        },
      ],
      graph: graph([
        node('start', { type: 'start', variables: [textField('place', false)] }),
        node('answer', { type: 'answer', answer: 'You said: {{#sys.query#}}' }),
      ]),
    },
  });

/** Features of an app that takes files of any usual kind beside a question. */
export const takingFiles: JsonObject = {
  file_upload: {
    ...{ enabled: true, number_limits: 5 },
    allowed_file_types: ['image', 'document', 'audio', 'video'],
    ...{ allowed_file_extensions: [], allowed_file_upload_methods: ['local_file', 'remote_url'] },
  },
};

/** Asks a model. */
export const completion = (rest: JsonObject = {}): JsonObject =>
  app('completion', {
    model_config: {
      model,
      pre_prompt: 'Write about {{topic}}.',
      user_input_form: [{ 'text-input': { variable: 'topic', label: 'Topic', required: true } }],
      more_like_this: { enabled: true },
      ...rest,
    },
  });

/** Answers with a model that rests on a passage, then waits for a person, then goes on. */
export const asking = (features: JsonObject = {}): JsonObject => {
  const passage = {
    ...{ title: 'A book', content: 'words' },
    metadata: { _source: 'knowledge', segment_id: 's1', document_name: 'A book', position: 1 },
  };
  const variable = { name: 'passages', value_type: 'array[object]', value: [passage], description: '' };
  const nodes = [
    node('start', { type: 'start', variables: [] }),
    node('llm', {
      ...{ type: 'llm', model, prompt_template: [{ role: 'user', text: 'Use {{#context#}}' }] },
      ...{ context: { enabled: true, variable_selector: ['conversation', 'passages'] }, vision: { enabled: false } },
    }),
    node('first', { type: 'answer', answer: '{{#llm.text#}}' }),
    node('ask', {
      ...{ type: 'human-input', form_content: 'Really? {{#$output.note#}}', timeout: 3, timeout_unit: 'day' },
      inputs: [{ type: 'paragraph', output_variable_name: 'note' }],
      user_actions: [{ id: 'yes', title: 'Yes' }],
    }),
    node('second', { type: 'answer', answer: 'A secret.' }),
  ];
  const { edges, ...drawn } = graph(nodes);
  const ways = (edges as JsonObject[]).map((edge) =>
    edge['source'] === 'ask' ? { ...edge, sourceHandle: 'yes' } : edge,
  );
  return app('advanced-chat', {
    workflow: { features, conversation_variables: [variable], graph: { ...drawn, edges: ways } },
  });
};

export const chat = (rest: JsonObject = {}): JsonObject =>
  app('chat', {
    model_config: {
      model,
      pre_prompt: 'You are friendly.',
      user_input_form: [],
      suggested_questions_after_answer: { enabled: true },
      speech_to_text: { enabled: true },
      text_to_speech: { enabled: true, voice: 'alloy', language: 'en-US' },
      ...rest,
    },
  });

/** Asks a host, and tells what it said. */
export const askingHost = (mode: 'workflow' | 'advanced-chat', host: string): JsonObject =>
  app(mode, {
    workflow: {
      features: {},
      graph: graph([
        node('start', { type: 'start', variables: [] }),
        node('ask', {
          ...{ type: 'http-request', method: 'get', url: host, headers: '', params: '', variables: [] },
          ...{ body: { type: 'none', data: [] }, authorization: { type: 'no-auth', config: null } },
        }),
        mode === 'workflow'
          ? node('end', { type: 'end', outputs: [{ variable: 'said', value_selector: ['ask', 'body'] }] })
          : node('answer', { type: 'answer', answer: '{{#ask.body#}}' }),
      ]),
    },
  });

/** A chatflow that passes on what a model says. */
export const chatModel = (): JsonObject =>
  app('advanced-chat', {
    workflow: {
      features: {},
      graph: graph([
        node('start', { type: 'start', variables: [] }),
        node('llm', {
          ...{ type: 'llm', model, context: { enabled: false }, vision: { enabled: false } },
          prompt_template: [{ role: 'system', text: 'Be brief.' }],
        }),
        node('answer', { type: 'answer', answer: '{{#llm.text#}}' }),
      ]),
    },
  });
