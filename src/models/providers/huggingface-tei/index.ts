import { isJsonObject, isNumber, type JsonObject, type JsonValue, toNumber } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import { askJson, bearer, joinUrl, postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { readVectors } from '../../wire/vectors.ts';

/** Text Embeddings Inference (https://huggingface.github.io/text-embeddings-inference): a server with one model. */
export const huggingfaceTei = defineModelProvider({
  id: 'huggingface_tei',
  label: 'Text Embedding Inference',
  kinds: ['text-embedding', 'rerank'],
  credentials: [
    { name: 'server_url', label: 'Server url', isSecret: false, isRequired: true, environment: ['TEI_SERVER_URL'] },
    { name: 'api_key', label: 'API Key', isSecret: true, isRequired: false, environment: ['TEI_API_KEY'] },
  ],
  models: [],
  embedding: (connection) => ({
    maxBatch: batchSize(connection),
    async embed(texts, _purpose, signal) {
      const reply = await postJson(callTo(connection, 'embed', signal), { inputs: texts, truncate: true });
      return readVectors(await reply.json(), texts.length);
    },
  }),
  rerank: (connection) => ({
    async rerank(query, documents, _topN, signal) {
      const batches = inBatches(documents, batchSize(connection));
      const ask = (texts: readonly string[]) =>
        askJson(callTo(connection, 'rerank', signal), { query, texts, return_text: false, truncate: true });
      const ranks = await Promise.all(batches.map(async ({ start, texts }) => readRanks(await ask(texts), start)));
      return ranks.flat();
    },
  }),
});

/** `--max-client-batch-size` of the server, which refuses more; Dify keeps what the server said in `max_chunks`. */
const DEFAULT_BATCH = 32;

function batchSize({ credentials }: Connection): number {
  const size = Number(credentials['max_chunks']);
  return Number.isInteger(size) && size > 0 ? size : DEFAULT_BATCH;
}

function callTo({ credentials, fetch }: Connection, endpoint: string, signal: AbortSignal | undefined) {
  const url = joinUrl(credentials['server_url'] ?? '', endpoint);
  return { fetch, url, headers: bearer(credentials['api_key']), signal };
}

interface Batch {
  /** The place of its first text among all. */
  readonly start: number;
  readonly texts: readonly string[];
}

/** A score is of one text alone, so texts can be ranked in groups. */
function inBatches(texts: readonly string[], size: number): Batch[] {
  const starts = Array.from({ length: Math.ceil(texts.length / size) }, (_, i) => i * size);
  return starts.map((start) => ({ start, texts: texts.slice(start, start + size) }));
}

/** `[{index, score}]` */
function readRanks(reply: JsonValue, start: number): { index: number; score: number }[] {
  if (!Array.isArray(reply)) throw new Error("the provider's answer holds no ranks");
  return reply.filter(isJsonObject).flatMap(({ index, score }: JsonObject) => {
    return isNumber(index) && isNumber(score) ? [{ index: start + toNumber(index), score: toNumber(score) }] : [];
  });
}
