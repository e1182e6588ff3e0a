import { defineNode } from '../define-node.ts';
import { IfElseConfig } from './config.ts';
import { execute } from './execute.ts';

/** Takes the way of the first case whose conditions hold, else `false`. */
export const ifElse = defineNode({
  type: 'if-else',
  version: '1',
  role: 'branch',
  config: IfElseConfig,
  reads: (config) => config.cases.flatMap((group) => group.conditions.map((condition) => condition.variable_selector)),
  handles: (config) => [...config.cases.map((group) => group.case_id), 'false'],
  execute,
});
