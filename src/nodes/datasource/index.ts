import { defineNode } from '../define-node.ts';
import { parameterReads } from '../node-parameters.ts';
import { DatasourceConfig } from './config.ts';
import { execute } from './execute.ts';

/** Where a pipeline begins: a file, a page, a website, a file of a drive. */
export const datasource = defineNode({
  type: 'datasource',
  version: '1',
  role: 'root',
  config: DatasourceConfig,
  reads: (config) => parameterReads(config.datasource_parameters),
  execute,
});
