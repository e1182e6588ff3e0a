import { defineModelProvider } from '../../model-provider.ts';
import { hunyuanModels } from '../catalogue/hunyuan.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { chatWire } from './chat.ts';
import { embeddingWire } from './embedding.ts';

const secret = (name: string, label: string, ...environment: string[]) => ({
  name,
  label,
  isSecret: true,
  isRequired: true,
  environment,
});

/** Tencent's Hunyuan over Tencent Cloud's signed API (https://cloud.tencent.com/document/api/1729/101848). */
export const hunyuan = defineModelProvider({
  id: 'hunyuan',
  label: 'Hunyuan',
  kinds: ['llm', 'text-embedding'],
  credentials: [
    secret('secret_id', 'Secret ID', 'TENCENTCLOUD_SECRET_ID', 'HUNYUAN_SECRET_ID'),
    secret('secret_key', 'Secret Key', 'TENCENTCLOUD_SECRET_KEY', 'HUNYUAN_SECRET_KEY'),
  ],
  models: readCatalogue(hunyuanModels),
  unknownModel: { features: ['tool-call', 'multi-tool-call', 'stream-tool-call'], contextSize: 32_000 },
  language: (connection, model) => ({ chat: chatWire(connection, model) }),
  embedding: embeddingWire,
});
