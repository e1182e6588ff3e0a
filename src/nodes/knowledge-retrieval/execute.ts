import {
  array,
  type FileReference,
  fileToJson,
  type NodeContext,
  type NodeResult,
  succeeded,
  type VariableReader,
} from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import type { KnowledgeQuery, NodeCapabilities } from '../capabilities.ts';
import { failedBy, NodeError, ofCapability } from '../node-error.ts';
import type { RetrievalConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'knowledge'>;

/** Searches with a text, with files, or with both; with neither there is nothing to do. */
export async function retrieve(
  config: RetrievalConfig,
  datasetIds: readonly string[],
  context: Context,
): Promise<NodeResult> {
  const { variables, knowledge, signal } = context;
  if (config.query_variable_selector.length === 0 && config.query_attachment_selector.length === 0) {
    return succeeded({ outputs: {}, inputs: {} });
  }
  let inputs: JsonObject = {};
  try {
    const query = queryOf(config.query_variable_selector, variables);
    const attachments = attachmentsOf(config.query_attachment_selector, variables);
    inputs = {
      ...(query !== undefined && { query }),
      ...(attachments && { attachments: attachments.map(fileToJson) }),
    };
    const request: KnowledgeQuery = {
      ...(query !== undefined && { query }),
      attachments: attachments ?? [],
      datasetIds,
      config: withRenderedFilters(config.document, variables),
    };
    const { items, usage } = await knowledge
      .retrieve(request, signal)
      .catch((error) => ofCapability(error, signal, 'KnowledgeRetrievalNodeError'));
    const processData = usage ? { usage } : {};
    return succeeded({ outputs: { result: array('array[object]', items) }, inputs, processData });
  } catch (error) {
    return failedBy(error, { inputs });
  }
}

function queryOf(selector: readonly string[], variables: VariableReader): string | undefined {
  if (selector.length === 0) return undefined;
  const value = variables.get(selector);
  if (value?.type === 'string' || value?.type === 'secret') return value.value;
  throw new NodeError('KnowledgeRetrievalNodeError', 'Query variable is not string type.');
}

function attachmentsOf(selector: readonly string[], variables: VariableReader): readonly FileReference[] | undefined {
  if (selector.length === 0) return undefined;
  const value = variables.get(selector);
  if (value?.type === 'file') return [value.value];
  if (value?.type === 'array[file]') return value.value;
  throw new NodeError('KnowledgeRetrievalNodeError', 'Attachments variable is not array file or file type.');
}

/** The values that metadata is compared with are templates. */
function withRenderedFilters(document: JsonObject, variables: VariableReader): JsonObject {
  const filters = document['metadata_filtering_conditions'];
  if (!isJsonObject(filters) || !Array.isArray(filters['conditions'])) return document;
  const conditions = filters['conditions'].map((condition: JsonValue) => {
    if (!isJsonObject(condition) || typeof condition['value'] !== 'string') return condition;
    return { ...condition, value: variables.render(condition['value'], 'text') };
  });
  return { ...document, metadata_filtering_conditions: { ...filters, conditions } };
}
