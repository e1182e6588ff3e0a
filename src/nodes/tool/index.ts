import { defineNode } from '../define-node.ts';
import { parameterReads } from '../node-parameters.ts';
import { ToolConfig } from './config.ts';
import { execute } from './execute.ts';

/** Uses a tool of the workspace. */
export const tool = defineNode({
  type: 'tool',
  version: '1',
  role: 'executable',
  isRetryable: true,
  config: ToolConfig,
  reads: (config) => parameterReads(config.tool_parameters),
  execute,
});
