import { defineModelProvider } from '../../model-provider.ts';
import { customModelFacts } from '../custom-model.ts';
import { embeddingWire } from './embedding.ts';
import { languageWire } from './language.ts';

/** Models that run as predictions on Replicate (https://replicate.com/docs/reference/http), named `owner/name`. */
export const replicate = defineModelProvider({
  id: 'replicate',
  label: 'Replicate',
  kinds: ['llm', 'text-embedding'],
  credentials: [
    {
      name: 'replicate_api_token',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['REPLICATE_API_TOKEN'],
    },
    { name: 'model_version', label: 'Model Version', isSecret: false, isRequired: false, environment: [] },
  ],
  models: [],
  customModel: customModelFacts,
  language: (connection, model) => ({ chat: languageWire(connection, model) }),
  embedding: embeddingWire,
});
