import { z } from 'zod';
import { succeeded } from '../../engine/index.ts';
import { defineNode } from '../define-node.ts';

/** Where a round of an iteration begins. */
export const iterationStart = defineNode({
  type: 'iteration-start',
  version: '1',
  role: 'executable',
  config: z.object({}),
  execute: async () => succeeded({ outputs: {} }),
});
