import { defineNode } from '../define-node.ts';
import { referencesOf } from '../template-references.ts';
import { LlmConfig, promptsOf, sourceOf } from './config.ts';
import { execute } from './execute.ts';

/** Asks a language model. */
export const llm = defineNode({
  type: 'llm',
  version: '1',
  role: 'executable',
  isRetryable: true,
  config: LlmConfig,
  reads: (config) => [
    ...promptsOf(config).flatMap((prompt) => referencesOf(sourceOf(prompt))),
    ...referencesOf(config.memory?.query_prompt_template ?? ''),
    ...config.prompt_config.jinja2_variables.map((binding) => binding.value_selector),
    ...(config.context.enabled && config.context.variable_selector.length > 1
      ? [config.context.variable_selector]
      : []),
    ...(config.vision.enabled ? [config.vision.configs.variable_selector] : []),
  ],
  execute,
});
