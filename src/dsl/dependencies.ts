import { isJsonObject, type JsonObject } from '../kernel/index.ts';
import type { PluginDependency } from './app-definition.ts';
import { mappingAt, mappingsAt, textAt } from './fields.ts';
import { type ProviderKind, pluginOf } from './providers.ts';

const DEPENDENCY_TYPES = ['marketplace', 'github', 'package'] as const;

export function readDependencies(document: JsonObject): readonly PluginDependency[] {
  return mappingsAt(document, 'dependencies').flatMap((item) => {
    const type = DEPENDENCY_TYPES.find((known) => known === item['type']);
    const currentIdentifier = textAt(item, 'current_identifier');
    if (!type || !isJsonObject(item['value'])) return [];
    return [{ type, value: item['value'], ...(currentIdentifier && { currentIdentifier }) }];
  });
}

interface Use {
  readonly provider: string;
  readonly kind: ProviderKind;
}

/**
 * The plugins an app needs, found in what it uses: for files from before plugins, which list none.
 * Dify 1.x services/app_dsl_service.py looks at the same places.
 */
export function inferDependencies(document: JsonObject): readonly string[] {
  const nodes = mappingsAt(mappingAt(mappingAt(document, 'workflow'), 'graph'), 'nodes');
  const uses = [
    ...nodes.flatMap((node) => usesOfNode(mappingAt(node, 'data'))),
    ...usesOfModelConfig(mappingAt(document, 'model_config')),
  ];
  const plugins = uses.flatMap(({ provider, kind }) => pluginOf(provider, kind) ?? []);
  return [...new Set(plugins)].sort();
}

function usesOfNode(data: JsonObject): readonly Use[] {
  switch (data['type']) {
    case 'tool':
      return usesOfTool(data);
    case 'llm':
    case 'question-classifier':
    case 'parameter-extractor':
      return usesOfModel(mappingAt(data, 'model'));
    case 'knowledge-retrieval':
      return usesOfRetrieval(data);
    default:
      return [];
  }
}

/** Tools made of an API description or a workflow belong to a workspace, not to a plugin. */
function usesOfTool(tool: JsonObject): readonly Use[] {
  const isOfPlugin = ['builtin', 'plugin'].includes(textAt(tool, 'provider_type', 'builtin'));
  return isOfPlugin ? [{ provider: textAt(tool, 'provider_id'), kind: 'tool' }] : [];
}

function usesOfModel(model: JsonObject, key = 'provider'): readonly Use[] {
  return [{ provider: textAt(model, key), kind: 'model' }];
}

function usesOfRetrieval(data: JsonObject): readonly Use[] {
  if (data['retrieval_mode'] === 'single') {
    return usesOfModel(mappingAt(mappingAt(data, 'single_retrieval_config'), 'model'));
  }
  const config = mappingAt(data, 'multiple_retrieval_config');
  if (config['reranking_mode'] !== 'weighted_score') return usesOfModel(mappingAt(config, 'reranking_model'));
  return usesOfModel(mappingAt(mappingAt(config, 'weights'), 'vector_setting'), 'embedding_provider_name');
}

function usesOfModelConfig(config: JsonObject): readonly Use[] {
  const rerankingModel = mappingAt(mappingAt(config, 'dataset_configs'), 'reranking_model');
  return [
    ...usesOfModel(mappingAt(config, 'model')),
    ...usesOfModel(rerankingModel, 'reranking_provider_name'),
    ...mappingsAt(mappingAt(config, 'agent_mode'), 'tools').flatMap(usesOfTool),
  ];
}
