import { defineNode } from '../define-node.ts';
import { StartConfig } from './config.ts';
import { execute } from './execute.ts';

/** The form a run begins with. */
export const start = defineNode({
  type: 'start',
  version: '1',
  role: 'root',
  config: StartConfig,
  execute,
});
