import type { EmbeddingWire } from '../../model-provider.ts';
import { postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';

/** OpenAI takes 2048 texts; servers that copy its wire often take less. */
const MAX_BATCH = 64;

/** https://platform.openai.com/docs/api-reference/embeddings */
export function embeddingWire(dialect: OpenAiDialect, connection: Connection, model: string): EmbeddingWire {
  return {
    maxBatch: dialect.maxEmbeddingBatch ?? MAX_BATCH,
    async embed(texts, _purpose, signal) {
      const call = {
        fetch: connection.fetch,
        url: urlOf(dialect, connection.credentials, '/embeddings', model),
        headers: headersOf(dialect, connection.credentials),
        signal,
      };
      const reply = await postJson(call, { model, input: texts, encoding_format: 'float' });
      return readEmbeddings(await reply.json(), texts.length);
    },
  };
}

/** Plain JSON on purpose: thousands of floats need no telling apart from integers. */
export function readEmbeddings(reply: unknown, count: number): number[][] {
  const data = typeof reply === 'object' && reply !== null && 'data' in reply ? reply.data : undefined;
  if (!Array.isArray(data) || data.length !== count) {
    throw new Error(`the provider answered ${Array.isArray(data) ? data.length : 'no'} embeddings for ${count} texts`);
  }
  const items = data as { readonly index?: number; readonly embedding: number[] }[]; // checked by use below
  const vectors: number[][] = [];
  items.forEach((item, position) => {
    vectors[item.index ?? position] = item.embedding;
  });
  return vectors;
}
