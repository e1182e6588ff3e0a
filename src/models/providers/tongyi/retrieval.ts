import type { EmbeddingWire, RerankWire } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { readVectors } from '../../wire/vectors.ts';
import { readScores } from '../openai-dialect/rerank.ts';
import { ask, askPlainly } from './dashscope.ts';

/** Models that also embed pictures have a service of their own; it promises one vector per text, but no batches. */
const MULTIMODAL = /^multimodal-embedding|-(vl|vision)(-|$)/;

/** The newest models take ten texts at once (https://help.aliyun.com/en/model-studio/text-embedding-synchronous-api). */
const MAX_BATCH = 10;

export function embeddingWire(connection: Connection, model: string): EmbeddingWire {
  const isMultimodal = MULTIMODAL.test(model);
  return {
    maxBatch: isMultimodal ? 1 : MAX_BATCH,
    async embed(texts, purpose, signal) {
      const call = isMultimodal
        ? {
            service: 'multimodalEmbedding' as const,
            body: { model, input: { contents: texts.map((text) => ({ text })) } },
          }
        : { service: 'embedding' as const, body: { model, input: { texts }, parameters: { text_type: purpose } } };
      return readVectors(inOrder(await askPlainly(connection, { ...call, signal })), texts.length);
    },
  };
}

interface Embedding {
  readonly text_index?: number;
  readonly index?: number;
  readonly embedding?: unknown;
}

/** `{embeddings: [{text_index, embedding}]}`, or `index` of the multimodal service; not always in the order of the texts. */
function inOrder(output: unknown): unknown {
  const list = typeof output === 'object' && output !== null && 'embeddings' in output ? output.embeddings : undefined;
  if (!Array.isArray(list)) return undefined;
  const items = list as readonly Embedding[]; // checked when the vectors are read
  const place = (item: Embedding, i: number) => item.text_index ?? item.index ?? i;
  return items
    .map((item, i) => ({ place: place(item, i), vector: item.embedding }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ vector }) => vector);
}

/** https://help.aliyun.com/en/model-studio/text-rerank-api */
export function rerankWire(connection: Connection, model: string): RerankWire {
  return {
    async rerank(query, documents, topN, signal) {
      const parameters = { top_n: topN, return_documents: false };
      const body = { model, input: { query, documents }, parameters };
      const output = await ask(connection, { service: 'rerank', body, signal });
      return readScores(output['results']);
    },
  };
}
