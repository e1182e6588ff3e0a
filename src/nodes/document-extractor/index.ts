import { defineNode } from '../define-node.ts';
import { DocumentExtractorConfig } from './config.ts';
import { execute } from './execute.ts';

/** Gives the text of documents. */
export const documentExtractor = defineNode({
  type: 'document-extractor',
  version: '1',
  role: 'executable',
  config: DocumentExtractorConfig,
  reads: (config) => [config.variable_selector],
  execute,
});
