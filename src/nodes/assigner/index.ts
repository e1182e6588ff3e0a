import type { VariableSelector } from '../../engine/index.ts';
import { defineNode } from '../define-node.ts';
import { AssignerConfig, ItemsAssignerConfig } from './config.ts';
import { executeItems } from './execute-items.ts';
import { executeSingle } from './execute-single.ts';

/** Writes one conversation or loop variable. */
export const assigner = defineNode({
  type: 'assigner',
  version: '1',
  role: 'executable',
  config: AssignerConfig,
  reads: (config) => [config.assigned_variable_selector, config.input_variable_selector].filter((s) => s.length > 1),
  writes: (config) => [config.assigned_variable_selector],
  execute: executeSingle,
});

/** Writes any number of them, each with an operation of its own. */
export const itemsAssigner = defineNode({
  type: 'assigner',
  version: '2',
  role: 'executable',
  config: ItemsAssignerConfig,
  reads: (config) =>
    config.items.flatMap(({ variable_selector, input_type, value }): VariableSelector[] =>
      input_type === 'variable' && Array.isArray(value) ? [variable_selector, value.map(String)] : [variable_selector],
    ),
  writes: (config) => config.items.map((item) => item.variable_selector),
  execute: executeItems,
});
