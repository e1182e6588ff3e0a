import { defineNode } from '../define-node.ts';
import { KnowledgeRetrievalConfig, type RetrievalConfig, SpaceRetrievalConfig } from './config.ts';
import { retrieve } from './execute.ts';

const readsOf = (config: RetrievalConfig) =>
  [config.query_variable_selector, config.query_attachment_selector].filter((selector) => selector.length > 1);

/** Finds pieces of the workspace's knowledge. */
export const knowledgeRetrieval = defineNode({
  type: 'knowledge-retrieval',
  version: '1',
  role: 'executable',
  config: KnowledgeRetrievalConfig,
  reads: readsOf,
  execute: (config, context) => retrieve(config, config.dataset_ids, context),
});

/** Finds pieces of knowledge in external spaces. */
export const spaceRetrieval = defineNode({
  type: 'knowledge-retrieval-v2',
  version: '1',
  role: 'executable',
  config: SpaceRetrievalConfig,
  reads: readsOf,
  execute: (config, context) => retrieve(config, config.control_space_ids, context),
});
