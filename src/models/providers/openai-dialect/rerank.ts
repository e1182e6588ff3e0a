import { isJsonObject, isNumber, type JsonValue, toNumber } from '../../../kernel/index.ts';
import type { RerankWire } from '../../model-provider.ts';
import { askJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';

/**
 * Jina's wire, which gateways and model servers have taken over beside OpenAI's (https://api.jina.ai/redoc,
 * `POST /v1/rerank`): results carry the document's index and a relevance score.
 */
export function rerankWire(dialect: OpenAiDialect, connection: Connection, model: string): RerankWire {
  return {
    async rerank(query, documents, topN, signal) {
      const call = {
        fetch: connection.fetch,
        url: urlOf(dialect, connection.credentials, '/rerank', model),
        headers: headersOf(dialect, connection.credentials),
        signal,
      };
      const reply = await askJson(call, { model, query, documents, top_n: topN, return_documents: false });
      return readScores(isJsonObject(reply) ? reply['results'] : undefined);
    },
  };
}

/** `[{index, relevance_score}]`; some servers say `score`. A document without a score would be lost without a word. */
export function readScores(results: JsonValue | undefined): { index: number; score: number }[] {
  if (!Array.isArray(results)) throw new Error("the provider's answer holds no results");
  return results.map((result) => {
    const { index, relevance_score: relevance, score: plain } = isJsonObject(result) ? result : {};
    const score = relevance ?? plain;
    if (!isNumber(index) || !isNumber(score)) throw new Error("the provider's answer holds a result without a score");
    return { index: toNumber(index), score: toNumber(score) };
  });
}
