import { defineModelProvider } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { sdkLanguageWire } from '../../wire/sdk-wire.ts';
import { anthropicModels } from '../catalogue/anthropic.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { claudeLimits, claudeOptions } from './claude-options.ts';

/** Claude over its own Messages API (https://docs.anthropic.com/en/api/messages). */
export const anthropic = defineModelProvider({
  id: 'anthropic',
  label: 'Anthropic',
  kinds: ['llm'],
  credentials: [
    {
      name: 'anthropic_api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['ANTHROPIC_API_KEY'],
    },
    {
      name: 'anthropic_api_url',
      label: 'API URL',
      isSecret: false,
      isRequired: false,
      environment: ['ANTHROPIC_BASE_URL'],
    },
  ],
  models: readCatalogue(anthropicModels),
  unknownModel: {
    features: ['tool-call', 'multi-tool-call', 'stream-tool-call', 'vision', 'document', 'agent-thought'],
    contextSize: 200_000,
  },
  language: (connection, model) => ({
    chat: sdkLanguageWire(() => openModel(connection, model), claudeOptions(model), claudeLimits),
  }),
});

async function openModel({ credentials, fetch }: Connection, model: string) {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  const provider = createAnthropic({
    apiKey: credentials['anthropic_api_key'] ?? '',
    baseURL: baseUrl(credentials['anthropic_api_url']),
    fetch,
  });
  return provider(model);
}

/** Dify's field and Anthropic's variable hold the address without the version. */
function baseUrl(url: string | undefined): string {
  const base = (url || 'https://api.anthropic.com').replace(/\/+$/, '');
  return base.endsWith('/v1') ? base : `${base}/v1`;
}
