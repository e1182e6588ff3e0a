import { defineModelProvider } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { type ProviderOptions, sdkEmbeddingWire, sdkLanguageWire } from '../../wire/sdk-wire.ts';
import { googleModels } from '../catalogue/google.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { geminiOptions, withGoogleTools } from './gemini-options.ts';

/** Gemini over the Gemini API (https://ai.google.dev/api/generate-content). */
export const google = defineModelProvider({
  id: 'google',
  label: 'Gemini',
  kinds: ['llm', 'text-embedding'],
  credentials: [
    {
      name: 'google_api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    },
    {
      name: 'google_base_url',
      label: 'API Base',
      isSecret: false,
      isRequired: false,
      environment: ['GOOGLE_GEMINI_BASE_URL'],
    },
  ],
  models: readCatalogue(googleModels),
  unknownModel: {
    features: ['tool-call', 'multi-tool-call', 'stream-tool-call', 'vision', 'document', 'audio', 'video'],
    contextSize: 1_048_576,
  },
  language: (connection, model) => ({
    chat: sdkLanguageWire(async () => (await openProvider(connection))(model), geminiOptions, withGoogleTools),
  }),
  embedding: (connection, model) =>
    sdkEmbeddingWire(MAX_BATCH, async () => (await openProvider(connection)).embeddingModel(model), taskType),
});

/** https://ai.google.dev/api/embeddings: at most 100 requests in a batch. */
export const MAX_BATCH = 100;

async function openProvider({ credentials, fetch }: Connection) {
  const { createGoogle } = await import('@ai-sdk/google');
  return createGoogle({
    apiKey: credentials['google_api_key'] ?? '',
    baseURL: baseUrl(credentials['google_base_url']),
    fetch,
  });
}

function baseUrl(url: string | undefined): string {
  const base = (url || 'https://generativelanguage.googleapis.com').replace(/\/+$/, '');
  return /\/v1(beta)?$/.test(base) ? base : `${base}/v1beta`;
}

export function taskType(purpose: 'document' | 'query'): ProviderOptions {
  return { google: { taskType: purpose === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT' } };
}
