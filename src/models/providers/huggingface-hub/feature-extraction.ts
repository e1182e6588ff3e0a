import type { EmbeddingWire } from '../../model-provider.ts';
import { bearer, postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { readVectors } from '../../wire/vectors.ts';
import { taskUrl } from './address.ts';

/** Servers of this task take at least as many texts. */
const MAX_BATCH = 32;

/** https://huggingface.co/docs/inference-providers/tasks/feature-extraction */
export function featureExtractionWire({ credentials, fetch }: Connection, model: string): EmbeddingWire {
  return {
    maxBatch: MAX_BATCH,
    async embed(texts, _purpose, signal) {
      const headers = bearer(credentials['huggingfacehub_api_token']);
      const call = { fetch, url: taskUrl(credentials, model, 'feature-extraction'), headers, signal };
      const reply: unknown = await (await postJson(call, { inputs: texts })).json();
      return readVectors(Array.isArray(reply) ? reply.map(pooled) : reply, texts.length);
    },
  };
}

/**
 * Models without a pooling layer answer with a vector per token, `[tokens][dimensions]`, sometimes in a list of one; the
 * text's vector is their mean (Dify models/huggingface_hub/models/text_embedding/text_embedding.py).
 */
function pooled(value: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(value[0])) return value;
  if (Array.isArray(value[0][0])) return pooled(value[0]);
  const tokens = value as readonly (readonly number[])[]; // checked when the vectors are read
  const [first = []] = tokens;
  return first.map((_, i) => tokens.reduce((sum, token) => sum + (token[i] ?? Number.NaN), 0) / tokens.length);
}
