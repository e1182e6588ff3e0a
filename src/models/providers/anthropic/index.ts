import { isNumber, type JsonObject, toNumber } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { type ProviderOptions, sdkLanguageWire } from '../../wire/sdk-wire.ts';
import { anthropicModels } from '../catalogue/anthropic.ts';
import { readCatalogue } from '../read-catalogue.ts';

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
  language: (connection, model) => ({ chat: sdkLanguageWire(() => openModel(connection, model), claudeOptions) }),
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

const DEFAULT_BUDGET = 1024;

/** Dify's switches for thinking as the API's object; also for Claude on Bedrock and Vertex. */
export function claudeOptions(rest: JsonObject, user: string | undefined): ProviderOptions {
  const budget = rest['thinking_budget'];
  const isThinking = rest['thinking'] === true || rest['thinking'] === 'enabled';
  return {
    anthropic: {
      ...(isThinking && {
        thinking: { type: 'enabled', budgetTokens: isNumber(budget) ? toNumber(budget) : DEFAULT_BUDGET },
      }),
      ...(user !== undefined && { metadata: { userId: user } }),
    },
  };
}
