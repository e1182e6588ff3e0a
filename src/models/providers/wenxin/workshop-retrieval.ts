import { isJsonObject } from '../../../kernel/index.ts';
import type { EmbeddingWire, RerankWire } from '../../model-provider.ts';
import { readJson } from '../../wire/http-call.ts';
import { objectIn } from '../../wire/json-fields.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { readEmbeddings } from '../openai-dialect/embedding.ts';
import { readScores } from '../openai-dialect/rerank.ts';
import { refuseFailure } from './refusal.ts';
import { askWorkshop } from './workshop-call.ts';
import { embeddingEndpoint, rerankEndpoint } from './workshop-endpoints.ts';

/** https://cloud.baidu.com/doc/WENXINWORKSHOP/s/alj562vvu: vectors come as OpenAI's do. */
export function workshopEmbeddingWire(connection: Connection, model: string, maxBatch: number): EmbeddingWire {
  return {
    maxBatch,
    async embed(texts, _purpose, signal) {
      const reply = await askWorkshop(connection, embeddingEndpoint(model), { input: texts }, signal);
      const json: unknown = await reply.json();
      if (isJsonObject(json)) refuseFailure(json);
      return readEmbeddings(json, texts.length);
    },
  };
}

/** Like the newer wire's (bce-qianfan-sdk, python/qianfan/resources/llm/rerank.py). */
export function workshopRerankWire(connection: Connection, model: string): RerankWire {
  return {
    async rerank(query, documents, topN, signal) {
      const body = { query, documents, top_n: topN };
      const reply = objectIn(await readJson(await askWorkshop(connection, rerankEndpoint(model), body, signal)));
      refuseFailure(reply);
      return readScores(reply['results']);
    },
  };
}
