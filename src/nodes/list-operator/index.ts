import { defineNode } from '../define-node.ts';
import { ListOperatorConfig } from './config.ts';
import { execute } from './execute.ts';

/** Picks from a list of texts, numbers, booleans or files. */
export const listOperator = defineNode({
  type: 'list-operator',
  version: '1',
  role: 'executable',
  config: ListOperatorConfig,
  reads: (config) => (config.variable.length > 1 ? [config.variable] : []),
  execute,
});
