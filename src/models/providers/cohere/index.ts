import { defineModelProvider } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { type ProviderOptions, sdkEmbeddingWire, sdkLanguageWire, sdkRerankWire } from '../../wire/sdk-wire.ts';
import { cohereModels } from '../catalogue/cohere.ts';
import { readCatalogue } from '../read-catalogue.ts';

/** Cohere over its v2 API (https://docs.cohere.com/v2/reference/chat). */
export const cohere = defineModelProvider({
  id: 'cohere',
  label: 'Cohere',
  kinds: ['llm', 'text-embedding', 'rerank'],
  credentials: [
    {
      name: 'api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['COHERE_API_KEY', 'CO_API_KEY'],
    },
    { name: 'base_url', label: 'API Base', isSecret: false, isRequired: false, environment: ['CO_API_URL'] },
  ],
  models: readCatalogue(cohereModels),
  unknownModel: { features: ['tool-call', 'multi-tool-call'], contextSize: 128_000 },
  language: (connection, model) => ({ chat: sdkLanguageWire(async () => (await openProvider(connection))(model)) }),
  embedding: (connection, model) =>
    sdkEmbeddingWire(MAX_BATCH, async () => (await openProvider(connection)).embeddingModel(model), inputType),
  rerank: (connection, model) => sdkRerankWire(async () => (await openProvider(connection)).rerankingModel(model)),
});

/** https://docs.cohere.com/v2/reference/embed: at most 96 texts. */
const MAX_BATCH = 96;

async function openProvider({ credentials, fetch }: Connection) {
  const { createCohere } = await import('@ai-sdk/cohere');
  const base = (credentials['base_url'] || 'https://api.cohere.com').replace(/\/+$/, '');
  return createCohere({
    apiKey: credentials['api_key'] ?? '',
    baseURL: /\/v\d+$/.test(base) ? base.replace(/\/v\d+$/, '/v2') : `${base}/v2`,
    fetch,
  });
}

function inputType(purpose: 'document' | 'query'): ProviderOptions {
  return { cohere: { inputType: purpose === 'query' ? 'search_query' : 'search_document' } };
}
