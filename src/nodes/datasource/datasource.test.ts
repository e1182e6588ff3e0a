import { expect, test } from 'vitest';
import { file } from '../../engine/index.ts';
import type { DatasourceReader, IndexRequest, KnowledgeIndexer } from '../capabilities.ts';
import { knowledgeIndex } from '../knowledge-index/index.ts';
import { outputsOf, runNode, type TestContext, type Variables } from '../testing/run-node.ts';
import { datasource } from './index.ts';

const document = { plugin_id: 'langgenius/file', provider_name: 'file', provider_type: 'local_file' };
const upload = {
  kind: 'document',
  transferMethod: 'local_file',
  relatedId: 'f',
  filename: 'a',
  extension: '',
  mimeType: '',
  size: 1,
} as const;
const datasources: DatasourceReader = { read: async () => ({ file: file(upload) }) };
const read = (variables: Variables, context: TestContext = {}) =>
  runNode(datasource, document, { variables, ...context });

test('a file is fetched by the capability', async () => {
  const variables = { 'sys.datasource_type': 'local_file', 'sys.datasource_info': { related_id: 'f' } };
  const result = await read(variables, { datasources });
  expect(result).toMatchObject({
    outputs: { file: { type: 'file', value: upload }, datasource_type: { value: 'local_file' } },
    inputs: { related_id: 'f' },
    metadata: { datasource_info: { related_id: 'f' } },
  });
});

test('a crawled website is in its information already', async () => {
  const variables = { 'sys.datasource_type': 'website_crawl', 'sys.datasource_info': { content: 'text' } };
  expect(outputsOf(await read(variables))).toEqual({ content: 'text', datasource_type: 'website_crawl' });
});

test.each<[Variables, string]>([
  [{}, 'Datasource type is not set'],
  [{ 'sys.datasource_type': 'fax' }, 'Unsupported datasource provider: fax'],
  [{ 'sys.datasource_type': 'local_file' }, 'Datasource info is not set'],
  [{ 'sys.datasource_type': 'local_file', 'sys.datasource_info': 'x' }, 'Invalid datasource info format'],
  [
    { 'sys.datasource_type': 'online_drive', 'sys.datasource_info': {} },
    'Datasources of type online_drive are not available in this run.',
  ],
])('%o fails: %s', async (variables, error) => {
  expect(await read(variables)).toMatchObject({ status: 'failed', error });
});

const index = (variables: Variables, indexing?: KnowledgeIndexer) =>
  runNode(
    knowledgeIndex,
    { chunk_structure: 'text_model', index_chunk_variable_selector: ['n', 'chunks'], indexing_technique: 'economy' },
    { variables, ...(indexing && { indexing }) },
  );
const chunks = { general_chunks: ['a'] };

test('chunks go to the indexer with the identifiers of the pipeline', async () => {
  const asked: IndexRequest[] = [];
  const indexing: KnowledgeIndexer = {
    index: async (request) => {
      asked.push(request);
      return { display_status: 'completed' };
    },
  };
  const variables = { 'n.chunks': chunks, 'sys.dataset_id': 'd', 'sys.batch': 'b', 'sys.invoke_from': 'debugger' };
  expect(outputsOf(await index(variables, indexing))).toEqual({ display_status: 'completed' });
  const request = { chunks, chunkStructure: 'text_model', indexingTechnique: 'economy', isPreview: true };
  expect(asked).toEqual([{ ...request, datasetId: 'd', batch: 'b' }]);
});

test.each<[Variables, string]>([
  [{}, 'Index chunk variable is required.'],
  [{ 'n.chunks': {} }, 'Chunks is required.'],
  [{ 'n.chunks': chunks }, 'Indexing is not available in this run.'],
])('%o is not indexed: %s', async (variables, error) => {
  expect(await index(variables)).toMatchObject({ status: 'failed', error });
});
