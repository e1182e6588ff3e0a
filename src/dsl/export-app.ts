import { isJsonObject, type JsonObject, type JsonValue, type TenantId } from '../kernel/index.ts';
import { encryptDatasetId } from './dataset-ids.ts';
import { listAt, mappingAt, textAt } from './fields.ts';
import { CURRENT_DSL_VERSION } from './version.ts';
import { printYaml } from './yaml/print.ts';

export interface ExportOptions {
  readonly tenantId: TenantId;
  /** Keep secret environment variables and the credentials of tools. */
  readonly includeSecrets?: boolean;
  /** Dify's DSL_EXPORT_ENCRYPT_DATASET_ID, on by default. */
  readonly encryptDatasetIds?: boolean;
}

/** Writes a document as a DSL file, with every key it has, in its order. */
export function printDsl(document: JsonObject): string {
  return printYaml(document);
}

/**
 * The document as it may leave a workspace: without secrets, credentials and what only works at home, in the current
 * version. Dify 1.x services/app_dsl_service.py, `export_dsl`.
 */
export function exportDocument(document: JsonObject, options: ExportOptions): JsonObject {
  const { app, workflow, model_config } = document;
  return {
    ...document,
    version: CURRENT_DSL_VERSION,
    kind: textAt(document, 'kind') || 'app',
    ...(isObject(app) && { app: exportIcon(app) }),
    ...(isObject(workflow) && { workflow: exportWorkflow(workflow, options) }),
    ...(isObject(model_config) && { model_config: exportModelConfig(model_config) }),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value);
}

/** An uploaded image stays at home. */
function exportIcon(app: JsonObject): JsonObject {
  if (app['icon_type'] !== 'image') return app;
  return { ...app, icon: '🤖', icon_type: 'emoji', icon_background: '#FFEAD5' };
}

function exportWorkflow(workflow: JsonObject, options: ExportOptions): JsonObject {
  const graph = mappingAt(workflow, 'graph');
  const exported: Record<string, JsonValue> = { ...workflow };
  if (Array.isArray(graph['nodes'])) {
    exported['graph'] = { ...graph, nodes: graph['nodes'].map((node) => exportNode(node, options)) };
  }
  if (Array.isArray(workflow['environment_variables']) && !options.includeSecrets) {
    exported['environment_variables'] = workflow['environment_variables'].map(withoutSecret);
  }
  return exported;
}

function withoutSecret(variable: JsonValue): JsonValue {
  return isJsonObject(variable) && variable['value_type'] === 'secret' ? { ...variable, value: '' } : variable;
}

function exportNode(node: JsonValue, options: ExportOptions): JsonValue {
  if (!isJsonObject(node) || !isObject(node['data'])) return node;
  return { ...node, data: withoutLocalFiles(exportData(node['data'], options)) };
}

/** What `TriggerScheduleNode.get_default_config` answers. */
const DEFAULT_SCHEDULE: JsonObject = {
  mode: 'visual',
  frequency: 'daily',
  visual_config: { time: '12:00 AM', on_minute: 0, weekdays: ['sun'], monthly_days: [1] },
  timezone: 'UTC',
};

function exportData(data: JsonObject, options: ExportOptions): JsonObject {
  switch (data['type']) {
    case 'knowledge-retrieval':
      return { ...data, dataset_ids: exportDatasetIds(data, options) };
    case 'tool':
      return options.includeSecrets ? data : withoutCredential(data);
    case 'agent':
      return options.includeSecrets ? data : exportAgent(data);
    case 'trigger-schedule':
      return { ...data, config: DEFAULT_SCHEDULE };
    case 'trigger-webhook':
      return { ...data, webhook_url: '', webhook_debug_url: '' };
    case 'trigger-plugin':
      return { ...data, subscription_id: '' };
    default:
      return data;
  }
}

function exportDatasetIds(data: JsonObject, { tenantId, encryptDatasetIds = true }: ExportOptions): JsonValue {
  const ids = listAt(data, 'dataset_ids');
  if (!encryptDatasetIds) return ids;
  return ids.map((id) => (typeof id === 'string' ? encryptDatasetId(id, tenantId) : id));
}

function withoutCredential(value: JsonValue): JsonObject {
  const { credential_id, ...rest } = isJsonObject(value) ? value : {};
  return rest;
}

function exportAgent(data: JsonObject): JsonObject {
  const parameters = mappingAt(data, 'agent_parameters');
  const tools = mappingAt(parameters, 'tools');
  if (!Array.isArray(tools['value'])) return data;
  const value = tools['value'].map((tool) => (isJsonObject(tool) ? withoutCredential(tool) : tool));
  return { ...data, agent_parameters: { ...parameters, tools: { ...tools, value } } };
}

function exportModelConfig(config: JsonObject): JsonObject {
  const agentMode = mappingAt(config, 'agent_mode');
  if (!Array.isArray(agentMode['tools'])) return config;
  const tools = agentMode['tools'].map((tool) => (isJsonObject(tool) ? withoutCredential(tool) : tool));
  return { ...config, agent_mode: { ...agentMode, tools } };
}

const FILE_TYPES: readonly string[] = ['file', 'file-list'];
const UPLOAD_KEYS: readonly string[] = ['upload_file_id', 'uploadedId'];

/** File fields may preset an uploaded file, which is not there in another workspace. */
function withoutLocalFiles(data: JsonObject): JsonObject {
  const variables = data['variables'];
  if (!Array.isArray(variables)) return data;
  const hasPreset = (variable: JsonValue): variable is JsonObject =>
    isJsonObject(variable) && FILE_TYPES.includes(textAt(variable, 'type')) && 'default' in variable;
  if (!variables.some(hasPreset)) return data;
  return {
    ...data,
    variables: variables.map((variable) => (hasPreset(variable) ? withoutLocalPreset(variable) : variable)),
  };
}

function withoutLocalPreset(variable: JsonObject): JsonObject {
  const { default: preset, ...rest } = variable;
  if (!Array.isArray(preset)) return isLocalFile(preset) ? rest : variable;
  const kept = preset.filter((file) => !isLocalFile(file));
  return kept.length > 0 ? { ...rest, default: kept } : rest;
}

function isLocalFile(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return false;
  const method = value['transfer_method'] ?? value['transferMethod'];
  return method === 'local_file' || UPLOAD_KEYS.some((key) => key in value);
}
