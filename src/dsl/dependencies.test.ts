import { expect, test } from 'vitest';
import { inferDependencies } from './dependencies.ts';

test('the plugins of old files are found in what they use', () => {
  const nodes = [
    { type: 'llm', model: { provider: 'openai' } },
    { type: 'question-classifier', model: { provider: 'google' } },
    { type: 'tool', provider_type: 'builtin', provider_id: 'jina' },
    { type: 'tool', provider_type: 'api', provider_id: '038963aa-43c8-47fc-be4b-0255c19959c1' },
    {
      type: 'knowledge-retrieval',
      retrieval_mode: 'single',
      single_retrieval_config: { model: { provider: 'cohere' } },
    },
    {
      type: 'knowledge-retrieval',
      retrieval_mode: 'multiple',
      multiple_retrieval_config: {
        reranking_mode: 'weighted_score',
        weights: { vector_setting: { embedding_provider_name: 'tongyi' } },
      },
    },
    { type: 'llm' },
  ].map((data) => ({ data }));
  expect(inferDependencies({ workflow: { graph: { nodes } } })).toEqual([
    'langgenius/cohere',
    'langgenius/gemini',
    'langgenius/jina_tool',
    'langgenius/openai',
    'langgenius/tongyi',
  ]);
  const config = {
    model: { provider: 'anthropic' },
    agent_mode: { tools: [{ provider_id: 'tavily', provider_type: 'builtin' }] },
  };
  expect(inferDependencies({ model_config: config })).toEqual(['langgenius/anthropic', 'langgenius/tavily']);
});
