import { defineNode } from '../define-node.ts';
import { IterationConfig } from './config.ts';
import { execute } from './execute.ts';

/** Runs its inner graph once for every item of a list. */
export const iteration = defineNode({
  type: 'iteration',
  version: '1',
  role: 'container',
  config: IterationConfig,
  reads: (config) => [config.iterator_selector],
  execute,
});
