import { z } from 'zod';
import { succeeded } from '../../engine/index.ts';
import { defineNode } from '../define-node.ts';

/** Where a round of a loop begins. */
export const loopStart = defineNode({
  type: 'loop-start',
  version: '1',
  role: 'executable',
  config: z.object({}),
  execute: async () => succeeded({ outputs: {} }),
});
