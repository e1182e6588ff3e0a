import { defineModelProvider } from '../../model-provider.ts';
import { minimaxModels } from '../catalogue/minimax.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { DEFAULT_ENDPOINT } from './call.ts';
import { chatWire } from './chat.ts';
import { embeddingWire } from './embedding.ts';
import { speechWire } from './speech.ts';

/** MiniMax over its own API (https://platform.minimaxi.com/docs/api-reference), for text, embeddings and speech. */
export const minimax = defineModelProvider({
  id: 'minimax',
  label: 'Minimax',
  kinds: ['llm', 'text-embedding', 'tts'],
  credentials: [
    {
      name: 'minimax_api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['MINIMAX_API_KEY'],
    },
    {
      name: 'minimax_group_id',
      label: 'Group ID',
      isSecret: false,
      isRequired: false,
      environment: ['MINIMAX_GROUP_ID'],
    },
    {
      name: 'endpoint_url',
      label: 'API Base URL',
      isSecret: false,
      isRequired: false,
      environment: ['MINIMAX_BASE_URL', 'MINIMAX_API_BASE'],
      default: DEFAULT_ENDPOINT,
    },
    {
      name: 'batch_size',
      label: 'Max Embedding Batch Size',
      isSecret: false,
      isRequired: false,
      environment: [],
      default: '1',
    },
  ],
  models: readCatalogue(minimaxModels),
  unknownModel: { features: ['tool-call', 'stream-tool-call', 'agent-thought'], contextSize: 204_800 },
  language: (connection, model) => ({ chat: chatWire(connection, model) }),
  embedding: embeddingWire,
  textToSpeech: speechWire,
});
