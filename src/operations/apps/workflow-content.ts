import { readWorkflow } from '../../dsl/index.ts';
import { isJsonObject, type JsonArray, type JsonObject } from '../../kernel/index.ts';
import type { WorkflowContent } from '../../storage/index.ts';

/** The workflow of a document as it is stored: unchanged, so that an export gives back what came in. */
export function contentOf(document: JsonObject): WorkflowContent {
  const workflow = isJsonObject(document['workflow']) ? document['workflow'] : {};
  const list = (key: string): JsonArray => (Array.isArray(workflow[key]) ? workflow[key] : []);
  return {
    graph: isJsonObject(workflow['graph'])
      ? workflow['graph']
      : { nodes: workflow['nodes'] ?? [], edges: workflow['edges'] ?? [] },
    features: isJsonObject(workflow['features']) ? workflow['features'] : {},
    environmentVariables: list('environment_variables'),
    conversationVariables: list('conversation_variables'),
    ragPipelineVariables: list('rag_pipeline_variables'),
  };
}

/** Stored content as the engine's types. */
export function toDefinition(content: WorkflowContent) {
  return readWorkflow({
    graph: content.graph,
    features: content.features,
    environment_variables: content.environmentVariables,
    conversation_variables: content.conversationVariables,
    rag_pipeline_variables: content.ragPipelineVariables ?? [],
  }).workflow;
}

/** The `model_config` of a document, unchanged. */
export function modelConfigOf(document: JsonObject): JsonObject {
  return isJsonObject(document['model_config']) ? document['model_config'] : {};
}
