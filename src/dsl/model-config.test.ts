import { expect, test } from 'vitest';
import type { JsonObject } from '../kernel/index.ts';
import { readModelConfig } from './model-config.ts';

test('a model config is read with its form, datasets and tools', () => {
  const config = readModelConfig({
    model: { provider: 'openai', name: 'gpt-4', mode: 'chat', completion_params: { stop: [] } },
    pre_prompt: 'Hi {{name}}',
    user_input_form: [
      { 'text-input': { variable: 'name', label: 'Name', required: true, max_length: 48, default: '' } },
    ],
    agent_mode: {
      enabled: true,
      strategy: 'react',
      max_iteration: 5,
      tools: [{ tool_name: 'x' }, { dataset: { enabled: true, id: 'old' } }],
    },
    dataset_configs: {
      retrieval_model: 'single',
      datasets: { datasets: [{ dataset: { enabled: true, id: 'new' } }, { dataset: { enabled: false, id: 'off' } }] },
    },
  });
  expect(config).toMatchObject({
    model: { provider: 'openai', name: 'gpt-4', mode: 'chat' },
    promptType: 'simple',
    form: [{ type: 'text-input', variable: 'name', isRequired: true, maxLength: 48, default: '' }],
    agent: { enabled: true, strategy: 'react', maxIterations: 5, tools: [{ tool_name: 'x' }] },
    datasets: { ids: ['new', 'old'], retrievalMode: 'single' },
  });
});

test('citations are shown where a model config does not say that they are not', () => {
  const shown = (document: JsonObject) => readModelConfig(document).features.retrieverResource.enabled;
  expect(shown({})).toBe(true);
  expect(shown({ retriever_resource: { enabled: false } })).toBe(false);
});
