import { defineNode } from '../define-node.ts';
import { CodeConfig } from './config.ts';
import { execute } from './execute.ts';

/** Runs a function that somebody wrote in Python or JavaScript, in the sandbox. */
export const code = defineNode({
  type: 'code',
  version: '1',
  role: 'executable',
  isRetryable: true,
  config: CodeConfig,
  reads: (config) => config.variables.map((variable) => variable.value_selector),
  execute,
});
