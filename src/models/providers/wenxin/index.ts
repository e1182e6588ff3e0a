import { defineModelProvider, type RerankWire } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { wenxinModels } from '../catalogue/wenxin.ts';
import { customModelFacts } from '../custom-model.ts';
import { chatWire } from '../openai-dialect/chat.ts';
import type { OpenAiDialect } from '../openai-dialect/dialect.ts';
import { embeddingWire } from '../openai-dialect/embedding.ts';
import { rerankWire } from '../openai-dialect/rerank.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { workshopChatWire } from './workshop-chat.ts';
import { workshopEmbeddingWire, workshopRerankWire } from './workshop-retrieval.ts';

/**
 * Baidu's models over one of two wires. The newer is OpenAI's, with one key (https://cloud.baidu.com/doc/qianfan-api).
 * Who stored a key and a secret in an older Dify is served over the older wire of the *workshop*, as Baidu calls it.
 */
export const wenxin = defineModelProvider({
  id: 'wenxin',
  label: 'WenXin',
  kinds: ['llm', 'text-embedding', 'rerank'],
  credentials: [
    {
      name: 'api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['QIANFAN_API_KEY', 'QIANFAN_AK'],
    },
    {
      name: 'secret_key',
      label: 'Secret Key',
      isSecret: true,
      isRequired: false,
      environment: ['QIANFAN_SK'],
    },
  ],
  models: readCatalogue(wenxinModels),
  customModel: customModelFacts,
  unknownModel: { contextSize: 8192 },
  language: (connection, model) => ({
    chat: isWorkshop(connection) ? workshopChatWire(connection, model) : chatWire(qianfan, connection, model),
  }),
  embedding: (connection, model) => {
    const maxEmbeddingBatch = batchOf(model);
    return isWorkshop(connection)
      ? workshopEmbeddingWire(connection, model, maxEmbeddingBatch)
      : embeddingWire({ ...qianfan, maxEmbeddingBatch }, connection, model);
  },
  rerank: (connection, model) =>
    withinLimits(
      isWorkshop(connection)
        ? workshopRerankWire(connection, model)
        : rerankWire(qianfan, connection, model.replace(/_v1$/, '')),
    ),
});

const qianfan: OpenAiDialect = {
  baseUrl: () => 'https://qianfan.baidubce.com/v2',
  apiKey: (credentials) => credentials['api_key'],
  asksForUsage: true,
};

/** A key of the newer wire is known by its beginning; a secret beside it is then of no use. */
function isWorkshop({ credentials }: Connection): boolean {
  return Boolean(credentials['secret_key']) && !credentials['api_key']?.startsWith('bce-v3/');
}

/** https://cloud.baidu.com/doc/WENXINWORKSHOP/s/alj562vvu and …/7lq0buxys: 16 texts, but one for tao-8k. */
function batchOf(model: string): number {
  return model === 'tao-8k' ? 1 : 16;
}

/** Baidu refuses an empty question, and more answers than there are documents. */
function withinLimits(wire: RerankWire): RerankWire {
  return {
    rerank: (query, documents, topN, signal) =>
      wire.rerank(query || ' ', documents, Math.min(topN, documents.length), signal),
  };
}
