import { type AppDefinition, liftSimpleApp, type WorkflowDefinition } from '../../src/dsl/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../src/kernel/index.ts';
import type { GivenFile } from '../../src/operations/index.ts';
import { filled, type Schema } from '../fakes/obliging-model.ts';

/** What somebody might fill in when trying an app for the first time. */
export interface PlausibleInputs {
  readonly inputs: JsonObject;
  readonly files: readonly GivenFile[];
  readonly query?: string;
  /** Named where a workflow has several roots. */
  readonly rootNodeId?: string;
}

const ROOTS = new Set(['start', 'datasource', 'trigger-webhook', 'trigger-schedule', 'trigger-plugin']);

export function plausibleInputs(app: AppDefinition): PlausibleInputs {
  const workflow = app.workflow ?? (app.modelConfig && liftSimpleApp(app.mode, app.modelConfig));
  const roots = workflow?.graph.nodes.filter(({ type }) => ROOTS.has(type)) ?? [];
  const [root] = roots;
  const fields = fieldsOf(workflow, root?.data['variables']);
  const asked = app.mode === 'workflow' || app.mode === 'rag-pipeline' ? {} : { query: 'What can you do for me?' };
  return {
    inputs: { ...inputsOfRoot(root?.type), ...Object.fromEntries(fields.flatMap(valueOfField)) },
    files: fields.flatMap(fileOfField),
    ...asked,
    ...(roots.length > 1 && root && { rootNodeId: root.id }),
  };
}

function fieldsOf(workflow: WorkflowDefinition | undefined, variables: JsonValue | undefined): JsonObject[] {
  const form = Array.isArray(variables) ? variables : [];
  return [...form, ...(workflow?.ragPipelineVariables ?? [])].filter((field): field is JsonObject =>
    isJsonObject(field),
  );
}

function inputsOfRoot(type: string | undefined): JsonObject {
  if (type !== 'trigger-webhook') return {};
  return { webhook_data: { headers: {}, query_params: {}, body: { message: 'hello' }, files: {} } };
}

function valueOfField(field: JsonObject): [string, JsonValue][] {
  const name = String(field['variable'] ?? '');
  const value = plausibleValue(field);
  return value === undefined || name === '' ? [] : [[name, value]];
}

function plausibleValue(field: JsonObject): JsonValue | undefined {
  const { type, options, default: initial } = field;
  if (type === 'file' || type === 'file-list') return undefined;
  if (initial !== undefined && initial !== null && initial !== '') return initial;
  if (type === 'select') return Array.isArray(options) ? (options[0] ?? '') : '';
  if (type === 'number') return 3;
  if (type === 'checkbox') return true;
  if (type === 'json_object') return objectOf(field['json_schema'] ?? null);
  const longest = Number(field['max_length'] ?? 0) || 1_000;
  return 'A text that somebody typed, https://example.com/page'.slice(0, longest);
}

function objectOf(schema: JsonValue): JsonObject {
  const parsed = typeof schema === 'string' && schema.trim() !== '' ? parseJson(schema) : schema;
  return isJsonObject(parsed) ? (filled(parsed as Schema) as JsonObject) : {};
}

/** One transparent pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

function fileOfField(field: JsonObject): GivenFile[] {
  if (field['type'] !== 'file' && field['type'] !== 'file-list') return [];
  const input = String(field['variable'] ?? '');
  const methods = field['allowed_file_upload_methods'];
  const kinds = Array.isArray(field['allowed_file_types']) ? field['allowed_file_types'] : [];
  const isImage = kinds.includes('image') && !kinds.includes('document');
  if (Array.isArray(methods) && methods.length > 0 && !methods.includes('local_file')) {
    return [{ input, url: `https://example.com/file.${isImage ? 'png' : 'txt'}` }];
  }
  if (isImage) return [{ input, filename: 'pixel.png', bytes: PNG }];
  if (kinds.includes('audio') && !kinds.includes('document')) {
    return [{ input, filename: 'sound.mp3', bytes: new Uint8Array(64) }];
  }
  return [{ input, filename: extensionOf(field), bytes: Buffer.from('Line one\nline two, with a name: Ann\n') }];
}

function extensionOf(field: JsonObject): string {
  const allowed = Array.isArray(field['allowed_file_extensions']) ? field['allowed_file_extensions'] : [];
  const [first] = allowed.filter((extension) => typeof extension === 'string' && extension !== '');
  const usesOwn = Array.isArray(field['allowed_file_types']) && field['allowed_file_types'].includes('custom');
  return usesOwn && typeof first === 'string' ? `note.${first.replace(/^\./, '').toLowerCase()}` : 'note.txt';
}
