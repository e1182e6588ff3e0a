import { type NodeContext, type NodeResult, succeeded, toJson, type VariableReader } from '../../engine/index.ts';
import { type JsonObject, type JsonValue, KnownError } from '../../kernel/index.ts';
import type { IndexRequest, NodeCapabilities } from '../capabilities.ts';
import { valuesOf } from '../json-values.ts';
import { failedBy, NodeError, ofCapability } from '../node-error.ts';
import { isTruthy } from '../python-values.ts';
import type { KnowledgeIndexConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'indexing'>;

export async function execute(config: KnowledgeIndexConfig, context: Context): Promise<NodeResult> {
  const { variables, indexing, signal } = context;
  let inputs: JsonObject = {};
  try {
    const chunks = chunksOf(config, variables);
    inputs = { chunks };
    if (!isTruthy(chunks)) throw indexError('Chunks is required.');
    if (!indexing) throw new KnownError('not_built', { message: 'Indexing is not available in this run.' });
    const outputs = await indexing
      .index(requestOf(config, chunks, variables), signal)
      .catch((error) => ofCapability(error, signal, 'KnowledgeIndexNodeError'));
    return succeeded({ outputs: valuesOf(outputs), inputs });
  } catch (error) {
    return failedBy(error, { inputs });
  }
}

function chunksOf(config: KnowledgeIndexConfig, variables: VariableReader): JsonValue {
  const value = variables.get(config.index_chunk_variable_selector);
  if (value === undefined) throw indexError('Index chunk variable is required.');
  return toJson(value);
}

function requestOf(config: KnowledgeIndexConfig, chunks: JsonValue, variables: VariableReader): IndexRequest {
  const system = (name: string) => {
    const value = variables.get(['sys', name]);
    return value?.type === 'string' && value.value !== '' ? value.value : undefined;
  };
  const datasetId = system('dataset_id');
  if (datasetId === undefined) throw indexError('Dataset ID is required.');
  const [documentId, originalDocumentId, batch] = ['document_id', 'original_document_id', 'batch'].map(system);
  return {
    chunks,
    chunkStructure: config.chunk_structure,
    isPreview: system('invoke_from') === 'debugger',
    datasetId,
    ...(config.indexing_technique !== undefined && { indexingTechnique: config.indexing_technique }),
    ...(config.summary_index_setting && { summaryIndexSetting: config.summary_index_setting }),
    ...(documentId !== undefined && { documentId }),
    ...(originalDocumentId !== undefined && { originalDocumentId }),
    ...(batch !== undefined && { batch }),
  };
}

function indexError(message: string): NodeError {
  return new NodeError('KnowledgeIndexNodeError', message);
}
