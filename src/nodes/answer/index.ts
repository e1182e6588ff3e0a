import { defineNode } from '../define-node.ts';
import { referencesOf, segmentsOf } from '../template-references.ts';
import { AnswerConfig } from './config.ts';
import { execute } from './execute.ts';

/** A piece of a chatflow's answer. */
export const answer = defineNode({
  type: 'answer',
  version: '1',
  role: 'response',
  config: AnswerConfig,
  reads: (config) => referencesOf(config.answer),
  response: (config) => segmentsOf(config.answer),
  execute,
});
