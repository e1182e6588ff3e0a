import { isJsonObject, type JsonObject, type JsonValue, type TenantId } from '../kernel/index.ts';
import { decryptDatasetId } from './dataset-ids.ts';
import { listAt, mappingAt } from './fields.ts';

/**
 * The document as it enters a workspace: ids of knowledge bases in clear. Those of another workspace cannot be opened
 * and are left out, so that the node asks for a choice.
 */
export function openDatasetIds(document: JsonObject, tenantId: TenantId): JsonObject {
  const workflow = mappingAt(document, 'workflow');
  const graph = mappingAt(workflow, 'graph');
  if (!Array.isArray(graph['nodes'])) return document;
  const nodes = graph['nodes'].map((node) => openNode(node, tenantId));
  return { ...document, workflow: { ...workflow, graph: { ...graph, nodes } } };
}

function openNode(node: JsonValue, tenantId: TenantId): JsonValue {
  const data = isJsonObject(node) ? mappingAt(node, 'data') : {};
  if (!isJsonObject(node) || data['type'] !== 'knowledge-retrieval') return node;
  const ids = listAt(data, 'dataset_ids').flatMap((id) =>
    typeof id === 'string' ? (decryptDatasetId(id, tenantId) ?? []) : [],
  );
  return { ...node, data: { ...data, dataset_ids: ids } };
}
