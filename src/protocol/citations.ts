import { float, idFromText, isJsonObject, type JsonObject, type JsonValue } from '../kernel/index.ts';

/** What the history tells of a passage; the metadata of an answer tell more. */
const TOLD = [
  ...['dataset_id', 'dataset_name', 'document_id', 'document_name', 'data_source_type', 'segment_id', 'hit_count'],
  ...['word_count', 'segment_position', 'index_node_hash', 'content', 'summary'],
] as const;

/**
 * The `retriever_resources` of a message in its history. (Dify 1.13 fields/message_fields.py, `RetrieverResource`: its
 * ids are made anew whenever it is read, here they stay; when a passage was cited is kept nowhere.)
 */
export function citationsToWire(messageId: string, kept: JsonValue | undefined): JsonObject[] {
  const cited = Array.isArray(kept) ? kept.filter(isJsonObject) : [];
  return cited.map((citation, index) => {
    const { position = index + 1, score } = citation;
    return {
      ...{ id: idFromText(`citation ${messageId} ${index}`), message_id: messageId, position },
      ...Object.fromEntries(TOLD.map((name) => [name, citation[name] ?? null])),
      score: typeof score === 'number' ? float(score) : (score ?? null),
      created_at: null,
    };
  });
}
