import { expect, test } from 'vitest';
import { file } from '../../engine/index.ts';
import { type JsonObject, KnownError } from '../../kernel/index.ts';
import type { KnowledgeQuery, KnowledgeRetriever } from '../capabilities.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { knowledgeRetrieval, spaceRetrieval } from './index.ts';

const photo = {
  kind: 'image',
  transferMethod: 'remote_url',
  filename: 'a',
  extension: '',
  mimeType: '',
  size: 1,
} as const;
const variables = { 'start.q': 'who', 'start.n': 5, 'start.f': file(photo) };

/** Remembers what it was asked and answers with one item. */
function retriever(asked: KnowledgeQuery[] = []): KnowledgeRetriever {
  return {
    retrieve: async (query) => {
      asked.push(query);
      return { items: [{ content: 'alpha' }], usage: { total_tokens: 3 } };
    },
  };
}

const retrieve = (document: JsonObject, knowledge = retriever()) =>
  runNode(knowledgeRetrieval, { dataset_ids: ['d1'], ...document }, { variables, knowledge });

test('the retriever gets the whole document, with query, files and filters resolved', async () => {
  const asked: KnowledgeQuery[] = [];
  const result = await retrieve(
    {
      query_variable_selector: ['start', 'q'],
      query_attachment_selector: ['start', 'f'],
      retrieval_mode: 'multiple',
      multiple_retrieval_config: { top_k: 2 },
      metadata_filtering_conditions: { logical_operator: 'and', conditions: [{ name: 'by', value: '{{#start.q#}}' }] },
    },
    retriever(asked),
  );
  expect(asked).toMatchObject([
    {
      query: 'who',
      attachments: [photo],
      datasetIds: ['d1'],
      config: {
        multiple_retrieval_config: { top_k: 2 },
        metadata_filtering_conditions: { conditions: [{ name: 'by', value: 'who' }] },
      },
    },
  ]);
  expect(outputsOf(result)).toEqual({ result: [{ content: 'alpha' }] });
  expect(result).toMatchObject({ inputs: { query: 'who' }, processData: { usage: { total_tokens: 3 } } });
});

test('with nothing to search for it succeeds without outputs', async () => {
  const result = await retrieve({ query_variable_selector: null });
  expect(result).toMatchObject({ status: 'succeeded', outputs: {} });
});

test.each<[JsonObject, string]>([
  [{ query_variable_selector: ['start', 'n'] }, 'Query variable is not string type.'],
  [{ query_variable_selector: ['start', 'ghost'] }, 'Query variable is not string type.'],
  [{ query_attachment_selector: ['start', 'q'] }, 'Attachments variable is not array file or file type.'],
])('%o fails', async (document, error) => {
  expect(await retrieve(document)).toMatchObject({ status: 'failed', errorType: 'KnowledgeRetrievalNodeError', error });
});

test.each([
  [Object.assign(new Error('no such model'), { name: 'ModelNotExistError' }), { errorType: 'ModelNotExistError' }],
  [new Error('broken'), { errorType: 'KnowledgeRetrievalNodeError' }],
  [new KnownError('not_built', { message: 'no knowledge here' }), { code: 'not_built', error: 'no knowledge here' }],
])('%o fails the node', async (thrown, expected) => {
  const knowledge: KnowledgeRetriever = { retrieve: () => Promise.reject(thrown) };
  const result = await retrieve({ query_variable_selector: ['start', 'q'] }, knowledge);
  expect(result).toMatchObject({ status: 'failed', ...expected });
});

test('version 2 names spaces in the place of datasets', async () => {
  const asked: KnowledgeQuery[] = [];
  const document = { control_space_ids: ['s1'], query_variable_selector: ['start', 'q'], top_n: 3 };
  await runNode(spaceRetrieval, document, { variables, knowledge: retriever(asked) });
  expect(asked).toMatchObject([{ query: 'who', datasetIds: ['s1'], config: { top_n: 3 } }]);
});
