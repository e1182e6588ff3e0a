import { z } from 'zod';
import { succeeded } from '../../engine/index.ts';
import { defineNode } from '../define-node.ts';

/** Ends the loop after the round that reaches it; the engine sees to that. */
export const loopEnd = defineNode({
  type: 'loop-end',
  version: '1',
  role: 'executable',
  config: z.object({}),
  execute: async () => succeeded({ outputs: {} }),
});
