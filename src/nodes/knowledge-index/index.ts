import { defineNode } from '../define-node.ts';
import { KnowledgeIndexConfig } from './config.ts';
import { execute } from './execute.ts';

/** Where a pipeline ends: its chunks go into the knowledge base. */
export const knowledgeIndex = defineNode({
  type: 'knowledge-index',
  version: '1',
  role: 'response',
  config: KnowledgeIndexConfig,
  reads: (config) => [config.index_chunk_variable_selector],
  execute,
});
