import { defineNode } from '../define-node.ts';
import { referencesOf } from '../template-references.ts';
import { QuestionClassifierConfig } from './config.ts';
import { execute } from './execute.ts';

/** Lets a model sort a text into one of several classes; each is a way out. */
export const questionClassifier = defineNode({
  type: 'question-classifier',
  version: '1',
  role: 'branch',
  config: QuestionClassifierConfig,
  handles: (config) => config.classes.map(({ id }) => id),
  reads: (config) => [
    ...(config.query_variable_selector.length > 1 ? [config.query_variable_selector] : []),
    ...referencesOf(config.instruction),
    ...config.classes.flatMap(({ name }) => referencesOf(name)),
    ...(config.vision.enabled ? [config.vision.configs.variable_selector] : []),
  ],
  execute,
});
