import type { VariableSelector } from '../../engine/index.ts';
import { defineNode } from '../define-node.ts';
import { LoopConfig } from './config.ts';
import { execute } from './execute.ts';

/** Runs its inner graph again and again on the same variables. */
export const loop = defineNode({
  type: 'loop',
  version: '1',
  role: 'container',
  config: LoopConfig,
  reads: (config) => [
    ...config.break_conditions.map((condition) => condition.variable_selector),
    ...config.loop_variables.flatMap(({ value_type, value }): VariableSelector[] =>
      value_type === 'variable' && Array.isArray(value) ? [value.map(String)] : [],
    ),
  ],
  execute,
});
