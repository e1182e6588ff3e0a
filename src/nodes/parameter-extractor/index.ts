import { defineNode } from '../define-node.ts';
import { referencesOf } from '../template-references.ts';
import { ParameterExtractorConfig } from './config.ts';
import { execute } from './execute.ts';

/** Lets a model find values in a text. */
export const parameterExtractor = defineNode({
  type: 'parameter-extractor',
  version: '1',
  role: 'executable',
  config: ParameterExtractorConfig,
  reads: (config) => [
    ...(config.query.length > 1 ? [config.query] : []),
    ...referencesOf(config.instruction),
    ...(config.vision.enabled ? [config.vision.configs.variable_selector] : []),
  ],
  execute,
});
