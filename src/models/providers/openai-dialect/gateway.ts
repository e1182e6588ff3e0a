import { defineModelProvider } from '../../model-provider.ts';
import { openAiKinds } from './kinds.ts';

/** What a gateway's models count as able to do: nothing at a gateway says so. */
const GATEWAY_FEATURES = ['tool-call', 'multi-tool-call', 'stream-tool-call', 'vision', 'structured-output'] as const;
const GATEWAY_CONTEXT = 128_000;

/** `--model-gateway`: every model of every provider behind one OpenAI-compatible address. */
export const gatewayProvider = defineModelProvider({
  id: 'gateway',
  label: 'Model gateway',
  kinds: ['llm', 'text-embedding', 'rerank', 'speech2text', 'tts', 'moderation'],
  credentials: [
    { name: 'base_url', label: 'URL', isSecret: false, isRequired: true, environment: ['DIFY_MODEL_GATEWAY'] },
    { name: 'api_key', label: 'Key', isSecret: true, isRequired: false, environment: ['DIFY_MODEL_GATEWAY_API_KEY'] },
  ],
  models: [],
  unknownModel: { features: GATEWAY_FEATURES, contextSize: GATEWAY_CONTEXT },
  ...openAiKinds({
    baseUrl: (credentials) => credentials['base_url'] ?? '',
    apiKey: (credentials) => credentials['api_key'],
    asksForUsage: true,
  }),
});
