import type { JsonObject } from '../../../src/kernel/index.ts';
import { approval } from '../contract/apps.ts';
import { app, chat, completion, graph, model, node, textField } from './apps.ts';

/** What a model is asked with to keep everybody waiting. */
export const HOLD = 'Hold the line.';

const uploads = {
  file_upload: {
    ...{ enabled: true, allowed_file_types: ['image', 'document'], number_limits: 3, allowed_file_extensions: [] },
    ...{ allowed_file_upload_methods: ['local_file', 'tool_file', 'remote_url'] },
    image: { enabled: true, number_limits: 3, transfer_methods: ['local_file', 'remote_url'], detail: 'low' },
  },
};

const doc = {
  ...{ variable: 'doc', label: 'doc', type: 'file', required: false, allowed_file_types: ['image'] },
  allowed_file_upload_methods: ['local_file', 'tool_file', 'remote_url'],
};

const start = node('start', { type: 'start', variables: [textField('name', false), doc] });

const flow = app('workflow', {
  workflow: {
    features: uploads,
    graph: graph([
      start,
      node('end', { type: 'end', outputs: [{ variable: 'name', value_selector: ['start', 'name'] }] }),
    ]),
  },
});

const held = app('workflow', {
  workflow: {
    features: {},
    graph: graph([
      node('start', { type: 'start', variables: [] }),
      node('llm', {
        ...{ type: 'llm', model, prompt_template: [{ id: 'p', role: 'user', text: HOLD }] },
        ...{ context: { enabled: false, variable_selector: [] }, vision: { enabled: false } },
      }),
      node('end', { type: 'end', outputs: [{ variable: 'text', value_selector: ['llm', 'text'] }] }),
    ]),
  },
});

const mood = {
  ...{ id: '4f3a1a52-3f64-4d3b-9c80-32b1fbd1ab10', name: 'mood', value_type: 'string' },
  ...{ value: 'calm', description: '' },
};

const echo = app('advanced-chat', {
  workflow: {
    features: uploads,
    conversation_variables: [mood],
    graph: graph([start, node('answer', { type: 'answer', answer: 'You said: {{#sys.query#}}' })]),
  },
});

/** One app for each thing that a person can have. */
export const privacyApps = {
  flow,
  held,
  echo,
  talk: chat(),
  text: completion(uploads),
  approval: approval('workflow'),
} satisfies Record<string, JsonObject>;

export type Kind = keyof typeof privacyApps;
