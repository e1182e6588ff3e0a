import { expect, test } from 'vitest';
import type { JsonObject } from '../kernel/index.ts';
import { liftSimpleApp } from './lift-simple-app.ts';
import { readModelConfig } from './model-config.ts';

const config = (more: JsonObject) =>
  readModelConfig({
    model: { provider: 'openai', name: 'gpt-4o', mode: 'chat', completion_params: { temperature: 0.2 } },
    user_input_form: [
      { 'text-input': { label: 'Topic', variable: 'topic' } },
      { paragraph: { label: '主题', variable: '主题' } },
    ],
    ...more,
  });
const dataOf = (mode: 'chat' | 'completion' | 'agent-chat', more: JsonObject, id: string) =>
  liftSimpleApp(mode, config(more)).graph.nodes.find((node) => node.id === id)?.data;

test("a chat's prompt is the system message, and the question comes last", () => {
  expect(dataOf('chat', { pre_prompt: 'About {{topic}}.' }, 'llm')).toMatchObject({
    prompt_template: [{ role: 'system', text: 'About {{#start.topic#}}.' }],
    memory: { query_prompt_template: '{{#sys.query#}}' },
  });
});

test("a completion's prompt is the one question, without memory", () => {
  const data = dataOf('completion', { pre_prompt: '{{topic}}!' }, 'llm');
  expect(data?.['prompt_template']).toEqual([{ role: 'user', text: '{{#start.topic#}}!' }]);
  expect(data?.['memory']).toBeUndefined();
});

test('a name that references cannot spell goes through a node of its own', () => {
  const { graph } = liftSimpleApp('chat', config({ pre_prompt: '{{主题}} and {{主题}}' }));
  expect(graph.nodes.map(({ id }) => id)).toEqual(['start', 'field_1', 'llm', 'answer']);
  expect(graph.nodes[1]?.data['variables']).toEqual([['start', '主题']]);
  expect(graph.nodes[2]?.data['prompt_template']).toEqual([
    { role: 'system', text: '{{#field_1.output#}} and {{#field_1.output#}}' },
  ]);
});

test('a reference to nothing stays as it is written', () => {
  expect(dataOf('chat', { pre_prompt: '{{unknown}} {{ topic }}' }, 'llm')?.['prompt_template']).toEqual([
    { role: 'system', text: '{{unknown}} {{ topic }}' },
  ]);
});

test('an agent gets its tools, its instruction and the question', () => {
  const agent = {
    strategy: 'function_call',
    enabled: true,
    max_iteration: 3,
    tools: [{ tool_name: 'a' }, { tool_name: 'b', enabled: false }],
  };
  expect(dataOf('agent-chat', { pre_prompt: 'Help.', agent_mode: agent }, 'agent')).toMatchObject({
    agent_strategy_name: 'function_calling',
    agent_parameters: {
      tools: { type: 'constant', value: [{ tool_name: 'a' }] },
      instruction: { type: 'mixed', value: 'Help.' },
      maximum_iterations: { value: 3 },
    },
  });
});
