import { isJsonObject } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import { askJson, bearer, joinUrl, postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { jinaModels } from '../catalogue/jina.ts';
import { readEmbeddings } from '../openai-dialect/embedding.ts';
import { readScores } from '../openai-dialect/rerank.ts';
import { readCatalogue } from '../read-catalogue.ts';

/** Jina's embeddings and rerankers (https://api.jina.ai/openapi.json). */
export const jina = defineModelProvider({
  id: 'jina',
  label: 'Jina AI',
  kinds: ['text-embedding', 'rerank'],
  credentials: [
    { name: 'api_key', label: 'API Key', isSecret: true, isRequired: true, environment: ['JINA_API_KEY'] },
    { name: 'base_url', label: 'API Base', isSecret: false, isRequired: false, environment: ['JINA_BASE_URL'] },
  ],
  models: readCatalogue(jinaModels),
  embedding: (connection, model) => ({
    maxBatch: MAX_BATCH,
    async embed(texts, purpose, signal) {
      const task = knowsTasks(model) && { task: purpose === 'query' ? 'retrieval.query' : 'retrieval.passage' };
      const body = { model, input: texts, embedding_type: 'float', ...task };
      const reply = await postJson({ ...callTo(connection, 'embeddings'), signal }, body);
      return readEmbeddings(await reply.json(), texts.length);
    },
  }),
  rerank: (connection, model) => ({
    async rerank(query, documents, topN, signal) {
      const body = { model, query, documents, top_n: topN, return_documents: false };
      const reply = await askJson({ ...callTo(connection, 'rerank'), signal }, body);
      return readScores(isJsonObject(reply) ? reply['results'] : undefined);
    },
  }),
});

const MAX_BATCH = 64;

/** The adapters that a task chooses came with the third generation of the text models. */
function knowsTasks(model: string): boolean {
  return /^jina-embeddings-v([3-9]|\d\d)/.test(model);
}

function callTo({ credentials, fetch }: Connection, endpoint: string) {
  const base = credentials['base_url'] || 'https://api.jina.ai/v1';
  return { fetch, url: joinUrl(base, endpoint), headers: bearer(credentials['api_key']) };
}
