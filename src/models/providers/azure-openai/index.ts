import { defineModelProvider } from '../../model-provider.ts';
import { openaiModels } from '../catalogue/openai.ts';
import { adaptForOpenAi } from '../openai-dialect/adapt-body.ts';
import { openAiKinds } from '../openai-dialect/kinds.ts';
import { readCatalogue } from '../read-catalogue.ts';

/** https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
const DEFAULT_VERSION = '2024-10-21';

const known = new Map(readCatalogue(openaiModels).map((model) => [`${model.kind} ${model.name}`, model]));

/**
 * OpenAI's wire at deployments (https://learn.microsoft.com/azure/ai-foundry/openai/reference): the deployment stands in
 * the path, the version in the query and the key in a header of its own. The name of a model is that of its deployment.
 */
export const azureOpenai = defineModelProvider({
  id: 'azure_openai',
  label: 'Azure OpenAI Service',
  kinds: ['llm', 'text-embedding', 'speech2text', 'tts'],
  credentials: [
    {
      name: 'openai_api_base',
      label: 'API Endpoint URL',
      isSecret: false,
      isRequired: true,
      environment: ['AZURE_OPENAI_ENDPOINT', 'AZURE_OPENAI_API_BASE'],
    },
    {
      name: 'openai_api_key',
      label: 'API Key',
      isSecret: true,
      isRequired: true,
      environment: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'],
    },
    {
      name: 'openai_api_version',
      label: 'API Version',
      isSecret: false,
      isRequired: false,
      environment: ['AZURE_OPENAI_API_VERSION', 'OPENAI_API_VERSION'],
      default: DEFAULT_VERSION,
    },
  ],
  models: [],
  unknownModel: {
    features: ['tool-call', 'multi-tool-call', 'stream-tool-call', 'vision', 'structured-output'],
    contextSize: 128_000,
  },
  customModel(credentials) {
    const base = known.get(`llm ${credentials['base_model_name'] ?? ''}`);
    return {
      ...(base?.mode && { mode: base.mode }),
      ...(base?.features && { features: base.features }),
      ...(base?.contextSize && { contextSize: base.contextSize }),
    };
  },
  ...openAiKinds({
    baseUrl: (credentials) => credentials['openai_api_base'] ?? '',
    apiKey: () => undefined,
    headers: (credentials): Record<string, string> => ({ 'api-key': credentials['openai_api_key'] ?? '' }),
    url: (credentials, path, deployment) => {
      const base = (credentials['openai_api_base'] ?? '').replace(/\/+$/, '').replace(/\/openai$/, '');
      const version = encodeURIComponent(credentials['openai_api_version'] || DEFAULT_VERSION);
      return `${base}/openai/deployments/${encodeURIComponent(deployment)}${path}?api-version=${version}`;
    },
    adaptBody: adaptForOpenAi,
    asksForUsage: true,
  }),
});
