import type { EmbeddingWire } from '../../model-provider.ts';
import { postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { readVectors } from '../../wire/vectors.ts';
import { publisherUrl } from './publisher-url.ts';
import { withServiceAccount } from './service-account.ts';

const TASKS = { document: 'RETRIEVAL_DOCUMENT', query: 'RETRIEVAL_QUERY' } as const;

/** The documentation allows 250 texts, but of 20,000 tokens together: so many of the longest pieces fit. */
const MAX_BATCH = 5;

/** https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api */
export function embeddingWire(connection: Connection, model: string): EmbeddingWire {
  const fetch = withServiceAccount(connection);
  const url = `${publisherUrl(connection.credentials, 'google')}/models/${model}:predict`;
  return {
    maxBatch: MAX_BATCH,
    async embed(texts, purpose, signal) {
      const instances = texts.map((content) => ({ content, task_type: TASKS[purpose] }));
      const reply = (await (await postJson({ fetch, url, signal }, { instances })).json()) as Partial<Predicted>;
      const predictions = Array.isArray(reply.predictions) ? reply.predictions : [];
      return readVectors(
        predictions.map((prediction) => prediction?.embeddings?.values),
        texts.length,
      );
    },
  };
}

/** What is documented; what came is looked at by `readVectors`. */
interface Predicted {
  readonly predictions: readonly ({ readonly embeddings?: { readonly values?: unknown } } | null)[];
}
