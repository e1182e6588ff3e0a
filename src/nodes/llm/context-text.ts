import { type FileReference, fileFromJson, type VariableReader } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, pythonRepr, pythonStr } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import type { ContextConfig } from './config.ts';

export interface PromptContext {
  /** What stands for `{{#context#}}`. */
  readonly text: string;
  readonly citations: readonly JsonObject[];
  /** Files that belong to the cited pieces. */
  readonly files: readonly FileReference[];
}

const nothing: PromptContext = { text: '', citations: [], files: [] };

/** The context variable: a text as it is; a list one item per line, where pieces of knowledge become citations. */
export function readContext(context: ContextConfig, variables: VariableReader): PromptContext {
  const value =
    context.enabled && context.variable_selector.length > 1 ? variables.get(context.variable_selector) : undefined;
  if (value?.type === 'string') return { ...nothing, text: value.value };
  if (!value?.type.startsWith('array') || value.type === 'array[file]' || !Array.isArray(value.value)) return nothing;
  const items: readonly JsonValue[] = value.value;
  const known = items.filter(isKnowledge);
  return {
    text: items.map(itemText).join('').trim(),
    citations: known.map(toCitation),
    files: known.flatMap(filesOfItem),
  };
}

function itemText(item: JsonValue): string {
  if (typeof item === 'string') return `${item}\n`;
  if (!isJsonObject(item) || item['content'] === undefined) {
    throw new NodeError('InvalidContextStructureError', `Invalid context structure: ${pythonRepr(item)}`);
  }
  const summary = item['summary'] ? `${pythonStr(item['summary'])}\n` : '';
  return `${summary}${pythonStr(item['content'])}\n`;
}

function isKnowledge(item: JsonValue): item is JsonObject {
  const metadata = isJsonObject(item) ? item['metadata'] : undefined;
  return isJsonObject(metadata) && metadata['_source'] === 'knowledge';
}

/** The names under which a piece's metadata stand in `retriever_resources`. */
const METADATA: Readonly<Record<string, string>> = {
  position: 'position',
  dataset_id: 'dataset_id',
  dataset_name: 'dataset_name',
  document_id: 'document_id',
  document_name: 'document_name',
  data_source_type: 'data_source_type',
  segment_id: 'segment_id',
  retriever_from: 'retriever_from',
  score: 'score',
  hit_count: 'segment_hit_count',
  word_count: 'segment_word_count',
  segment_position: 'segment_position',
  index_node_hash: 'segment_index_node_hash',
  page: 'page',
  doc_metadata: 'doc_metadata',
};

/** Every field of Dify's `RetrievalSourceMetadata` (core/rag/entities/citation_metadata.py); no node of a graph knows a title. */
function toCitation(item: JsonObject): JsonObject {
  const metadata = isJsonObject(item['metadata']) ? item['metadata'] : {};
  const fields = Object.entries(METADATA).map(([name, source]) => [name, metadata[source] ?? null] as const);
  return {
    ...Object.fromEntries(fields),
    content: item['content'] ?? null,
    title: null,
    files: item['files'] ?? null,
    summary: item['summary'] ?? null,
  };
}

function filesOfItem(item: JsonObject): FileReference[] {
  const files = Array.isArray(item['files']) ? item['files'] : [];
  return files.flatMap((file) => (isJsonObject(file) ? (fileFromJson(file) ?? []) : []));
}
