import { KnownError } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { sdkLanguageWire } from '../../wire/sdk-wire.ts';
import { claudeLimits, claudeOptions } from '../anthropic/claude-options.ts';
import { vertexAiModels } from '../catalogue/vertex-ai.ts';
import { geminiOptions, withGoogleTools } from '../google/gemini-options.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { openClaude } from './claude.ts';
import { embeddingWire } from './embedding.ts';
import { publisherUrl } from './publisher-url.ts';
import { withServiceAccount } from './service-account.ts';

/**
 * Google's own models on Vertex AI (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference), with
 * the Gemini API's wire at another address, and Claude; both with tokens of a service account.
 */
export const vertexAi = defineModelProvider({
  id: 'vertex_ai',
  label: 'Vertex AI',
  kinds: ['llm', 'text-embedding'],
  credentials: [
    {
      name: 'vertex_project_id',
      label: 'Project ID',
      isSecret: false,
      isRequired: true,
      environment: ['GOOGLE_VERTEX_PROJECT', 'GOOGLE_CLOUD_PROJECT'],
    },
    {
      name: 'vertex_location',
      label: 'Location',
      isSecret: false,
      isRequired: true,
      environment: ['GOOGLE_VERTEX_LOCATION', 'GOOGLE_CLOUD_LOCATION'],
      default: 'us-central1',
    },
    {
      name: 'vertex_service_account_key',
      label: 'Service account key (base64)',
      isSecret: true,
      isRequired: true,
      environment: ['GOOGLE_SERVICE_ACCOUNT_KEY', 'GOOGLE_APPLICATION_CREDENTIALS_JSON'],
    },
  ],
  models: readCatalogue(vertexAiModels),
  unknownModel: {
    features: ['tool-call', 'multi-tool-call', 'stream-tool-call', 'vision', 'document', 'audio', 'video'],
    contextSize: 1_048_576,
  },
  language(connection, model) {
    if (model.startsWith('gemini')) {
      return { chat: sdkLanguageWire(() => openGemini(connection, model), geminiOptions, withGoogleTools) };
    }
    if (model.startsWith('claude')) {
      return { chat: sdkLanguageWire(() => openClaude(connection, model), claudeOptions(model), claudeLimits) };
    }
    const message = `Vertex AI serves the models gemini-… and claude-… here, not ${model} yet.`;
    throw new KnownError('not_built', { message });
  },
  embedding: embeddingWire,
});

async function openGemini(connection: Connection, model: string) {
  const { createGoogle } = await import('@ai-sdk/google');
  const provider = createGoogle({
    // The SDK insists on a key; `withServiceAccount` takes it out and puts a token in.
    apiKey: 'service-account',
    baseURL: publisherUrl(connection.credentials, 'google'),
    fetch: withServiceAccount(connection),
  });
  return provider(model);
}
