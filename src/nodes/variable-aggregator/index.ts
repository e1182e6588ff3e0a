import { defineNode } from '../define-node.ts';
import { VariableAggregatorConfig } from './config.ts';
import { execute } from './execute.ts';

/** Brings the branches of a graph together: the first variable that exists, once or once per group. */
export const variableAggregator = defineNode({
  type: 'variable-aggregator',
  version: '1',
  role: 'executable',
  config: VariableAggregatorConfig,
  reads: (config) =>
    config.advanced_settings?.group_enabled
      ? config.advanced_settings.groups.flatMap((group) => group.variables)
      : config.variables,
  execute,
});

/** The aggregator's name in old files. */
export const legacyVariableAssigner = defineNode({ ...variableAggregator, type: 'variable-assigner' });
