import { isJsonObject } from '../../../kernel/index.ts';
import type { EmbeddingWire } from '../../model-provider.ts';
import { postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { callTo, refuseFailure } from './call.ts';

/** https://platform.minimaxi.com/document/guides/embeddings: texts to keep and texts to ask with are embedded apart. */
export function embeddingWire(connection: Connection, model: string): EmbeddingWire {
  return {
    maxBatch: batchSize(connection.credentials['batch_size']),
    async embed(texts, purpose, signal) {
      const body = { model, texts, type: purpose === 'query' ? 'query' : 'db' };
      const reply = await postJson(callTo(connection, 'embeddings', signal), body);
      return readVectors(await reply.json(), texts.length);
    },
  };
}

/** One text a request unless the person who added the model says more: all of them share 4,096 tokens. */
function batchSize(said: string | undefined): number {
  const size = Math.trunc(Number(said));
  return size >= 1 ? size : 1;
}

function readVectors(reply: unknown, count: number): number[][] {
  if (isJsonObject(reply)) refuseFailure(reply);
  const vectors = isJsonObject(reply) ? reply['vectors'] : undefined;
  if (Array.isArray(vectors) && vectors.length === count) return vectors as number[][]; // checked by use
  throw new Error(
    `the provider answered ${Array.isArray(vectors) ? vectors.length : 'no'} embeddings for ${count} texts`,
  );
}
