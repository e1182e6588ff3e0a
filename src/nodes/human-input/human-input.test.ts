import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import { limits } from '../testing/limits.ts';
import { outputsOf, runNode, type TestContext } from '../testing/run-node.ts';
import { humanInput } from './index.ts';

const document = {
  delivery_methods: [
    {
      id: 'd',
      type: 'email',
      enabled: true,
      config: { subject: 'About {{#start.q#}}', body: '{{#url#}}', recipients: {} },
    },
  ],
  form_content: 'Review: {{#start.q#}}\n{{#$output.note#}}{{#$outputs.files#}}{{#$output.ghost#}}',
  inputs: [
    {
      type: 'paragraph',
      output_variable_name: 'note',
      default: { type: 'variable', selector: ['start', 'q'], value: '' },
    },
    { type: 'text-input', output_variable_name: 'old', placeholder: { type: 'constant', value: 'c' } },
    { type: 'file-list', output_variable_name: 'files' },
  ],
  user_actions: [{ id: 'approve', title: 'Approve', button_style: 'primary' }],
  timeout: 3,
  timeout_unit: 'day',
};
const run = (context: TestContext = {}) =>
  runNode(humanInput, document, { limits, variables: { 'start.q': 'draft' }, ...context });

test('the first execution asks, with variables filled in and fields left as marks', async () => {
  expect(await run()).toMatchObject({
    status: 'paused',
    form: {
      content: 'Review: draft\n{{#$output.note#}}{{#$outputs.files#}}{{#$output.ghost#}}',
      inputs: [
        { type: 'paragraph', output_variable_name: 'note', default: { selector: ['start', 'q'] } },
        { type: 'text-input', default: { type: 'constant', value: 'c' } },
        { type: 'file-list', output_variable_name: 'files' },
      ],
      actions: [{ id: 'approve', title: 'Approve', buttonStyle: 'primary' }],
      defaults: { note: 'draft' },
      deliveryMethods: [{ config: { subject: 'About draft', body: '{{#url#}}' } }],
      timeoutMs: 3 * 24 * 3_600_000,
    },
  });
});

test('no form waits for longer than the instance allows', async () => {
  const result = await run({ limits: { ...limits, maxFormSeconds: 60 } });
  expect(result).toMatchObject({ status: 'paused', form: { timeoutMs: 60_000 } });
});

test('an answer gives the fields, the action and the filled content', async () => {
  const inputs = { note: 'looks good', files: [{}, {}], extra: 'not in the form' };
  const result = await run({ answer: { kind: 'submitted', actionId: 'approve', inputs } });
  expect(result).toMatchObject({ status: 'succeeded', branch: 'approve' });
  expect(outputsOf(result)).toEqual({
    note: 'looks good',
    old: null,
    files: [{}, {}],
    __action_id: 'approve',
    __action_value: 'Approve',
    __rendered_content: 'Review: draft\nlooks good[2 files]{{#$output.ghost#}}',
  });
});

test('the time-out has a way out of its own', async () => {
  const result = await run({ answer: { kind: 'timed-out' } });
  expect(result).toMatchObject({ branch: '__timeout' });
  expect(outputsOf(result)).toEqual({ __action_id: '', __action_value: '' });
});

test('its ways out are the actions and the time-out', () => {
  expect(humanInput.handles?.(humanInput.config.parse(document))).toEqual(['approve', '__timeout']);
});

test.each<[string, JsonValue]>([
  ['user_actions', [{ id: 'a b', title: 'x' }]],
  ['user_actions', [{ id: 'a' }, { id: 'a' }]],
  ['inputs', [document.inputs[0], document.inputs[0]] as JsonValue],
])('%s %o are refused before a run', (key, value) => {
  const wrong: JsonObject = { ...document, [key]: value };
  expect(humanInput.config.safeParse(wrong).success).toBe(false);
});
