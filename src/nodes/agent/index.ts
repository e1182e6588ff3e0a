import { z } from 'zod';
import { KnownError } from '../../kernel/index.ts';
import { defineNode } from '../define-node.ts';
import { failedBy } from '../node-error.ts';
import { parameterReads } from '../node-parameters.ts';
import { AgentConfig } from './config.ts';
import { execute } from './execute.ts';

/** Lets a model use tools until it has an answer. */
export const agent = defineNode({
  type: 'agent',
  version: '1',
  role: 'executable',
  config: AgentConfig,
  reads: (config) => parameterReads(config.agent_parameters),
  describe: (config) => ({ agent_strategy: { name: config.agent_strategy_name, icon: null } }),
  execute,
});

/** Version 2 names an agent that is defined elsewhere. */
export const definedAgent = defineNode({
  type: 'agent',
  version: '2',
  role: 'executable',
  config: z.object({}),
  execute: async () => {
    const message = 'Agent nodes that refer to an agent of their own (version 2) are not built yet.';
    return failedBy(new KnownError('not_built', { message }));
  },
});
