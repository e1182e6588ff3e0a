import { isJsonObject, type JsonObject } from '../../../kernel/index.ts';
import type { EmbeddingWire } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { callAction, HUNYUAN, LKEAP, refuseFailure } from './call.ts';

/**
 * The knowledge engine's models (https://cloud.tencent.com/document/api/1772/115343), which tell questions from
 * documents, and Hunyuan's only one, which needs no name (https://cloud.tencent.com/document/api/1729/102832).
 */
export function embeddingWire(connection: Connection, model: string): EmbeddingWire {
  return model.startsWith('lke-') ? knowledgeEngine(connection, model) : hunyuan(connection);
}

function knowledgeEngine(connection: Connection, model: string): EmbeddingWire {
  return {
    maxBatch: 7,
    async embed(texts, purpose, signal) {
      const body = { Model: model, Inputs: texts, TextType: purpose };
      const reply = await callAction(connection, LKEAP, 'GetEmbedding', body, signal);
      return readVectors(await reply.json(), texts.length);
    },
  };
}

function hunyuan(connection: Connection): EmbeddingWire {
  return {
    maxBatch: 50,
    async embed(texts, _purpose, signal) {
      const reply = await callAction(connection, HUNYUAN, 'GetEmbedding', { InputList: texts }, signal);
      return readVectors(await reply.json(), texts.length);
    },
  };
}

/** In the order of the texts: an `Index`, where there is one, is always 0. */
function readVectors(reply: unknown, count: number): number[][] {
  if (isJsonObject(reply)) refuseFailure(reply);
  const said: JsonObject = isJsonObject(reply) && isJsonObject(reply['Response']) ? reply['Response'] : {};
  const data = said['Data'];
  if (!Array.isArray(data) || data.length !== count) {
    throw new Error(`the provider answered ${Array.isArray(data) ? data.length : 'no'} embeddings for ${count} texts`);
  }
  return (data as { readonly Embedding: number[] }[]).map((item) => item.Embedding); // checked by use
}
