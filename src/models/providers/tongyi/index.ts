import { defineModelProvider } from '../../model-provider.ts';
import { tongyiModels } from '../catalogue/tongyi.ts';
import { customModelFacts } from '../custom-model.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { languageWire } from './language.ts';
import { embeddingWire, rerankWire } from './retrieval.ts';
import { speechWire, transcriptionWire } from './speech.ts';

const models = readCatalogue(tongyiModels);
const seeing = new Set(models.filter(({ features }) => features?.includes('vision')).map(({ name }) => name));

/** Qwen and its neighbours over DashScope's own API (https://help.aliyun.com/en/model-studio/qwen-api-via-dashscope). */
export const tongyi = defineModelProvider({
  id: 'tongyi',
  label: 'TONGYI',
  kinds: ['llm', 'text-embedding', 'rerank', 'speech2text', 'tts'],
  credentials: [
    {
      name: 'dashscope_api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['DASHSCOPE_API_KEY'],
    },
    {
      name: 'endpoint_url',
      label: 'API Base',
      isSecret: false,
      isRequired: false,
      environment: ['DASHSCOPE_HTTP_BASE_URL'],
    },
    {
      name: 'use_international_endpoint',
      label: 'International endpoint',
      isSecret: false,
      isRequired: false,
      environment: [],
    },
  ],
  models,
  unknownModel: { features: ['tool-call', 'multi-tool-call', 'stream-tool-call'], contextSize: 32_768 },
  customModel: customModelFacts,
  language: (connection, model) => ({ chat: languageWire(connection, model, seeing.has(model)) }),
  embedding: embeddingWire,
  rerank: rerankWire,
  speechToText: transcriptionWire,
  textToSpeech: speechWire,
});
