import { isJsonObject } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import { askJson, bearer, joinUrl, postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { voyageModels } from '../catalogue/voyage.ts';
import { readEmbeddings } from '../openai-dialect/embedding.ts';
import { readScores } from '../openai-dialect/rerank.ts';
import { readCatalogue } from '../read-catalogue.ts';

/**
 * Voyage's embeddings and rerankers (https://docs.voyageai.com/reference/embeddings-api and …/reranker-api): scores come
 * under `data`, and their number is `top_k`.
 */
export const voyage = defineModelProvider({
  id: 'voyage',
  label: 'Voyage',
  kinds: ['text-embedding', 'rerank'],
  credentials: [
    { name: 'api_key', label: 'API Key', isSecret: true, isRequired: true, environment: ['VOYAGE_API_KEY'] },
    { name: 'base_url', label: 'API Base', isSecret: false, isRequired: false, environment: ['VOYAGE_BASE_URL'] },
  ],
  models: readCatalogue(voyageModels),
  embedding: (connection, model) => ({
    maxBatch: MAX_BATCH,
    async embed(texts, purpose, signal) {
      const body = { model, input: texts, input_type: purpose };
      const reply = await postJson({ ...callTo(connection, 'embeddings'), signal }, body);
      return readEmbeddings(await reply.json(), texts.length);
    },
  }),
  rerank: (connection, model) => ({
    async rerank(query, documents, topN, signal) {
      const body = { model, query, documents, top_k: topN, return_documents: false };
      const reply = await askJson({ ...callTo(connection, 'rerank'), signal }, body);
      return readScores(isJsonObject(reply) ? reply['data'] : undefined);
    },
  }),
});

/** Fewer than the 1,000 texts allowed: the tokens of one request are limited, too. */
const MAX_BATCH = 64;

function callTo({ credentials, fetch }: Connection, endpoint: string) {
  const base = credentials['base_url'] || 'https://api.voyageai.com/v1';
  return { fetch, url: joinUrl(base, endpoint), headers: bearer(credentials['api_key']) };
}
