import { KnownError } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { sdkLanguageWire } from '../../wire/sdk-wire.ts';
import { vertexAiModels } from '../catalogue/vertex-ai.ts';
import { geminiOptions, withGoogleTools } from '../google/gemini-options.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { withServiceAccount } from './service-account.ts';

/**
 * Gemini on Vertex AI (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference): the Gemini API's
 * wire at another address, with tokens of a service account. Models of other makers on Vertex have wires of their own.
 */
export const vertexAi = defineModelProvider({
  id: 'vertex_ai',
  label: 'Vertex AI',
  kinds: ['llm'],
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
    if (!/^gemini/.test(model)) {
      throw new KnownError('not_built', { message: `Only Gemini models are served by Vertex AI yet, not ${model}.` });
    }
    const open = async () => (await openProvider(connection))(model);
    return { chat: sdkLanguageWire(open, geminiOptions, withGoogleTools) };
  },
});

async function openProvider({ credentials, fetch }: Connection) {
  const { createGoogle } = await import('@ai-sdk/google');
  const key = credentials['vertex_service_account_key'] ?? '';
  return createGoogle({
    // The SDK insists on a key; `withServiceAccount` takes it out and puts a token in.
    apiKey: 'service-account',
    baseURL: publisherUrl(credentials['vertex_project_id'] ?? '', credentials['vertex_location'] ?? 'us-central1'),
    fetch: withServiceAccount(key, fetch),
  });
}

function publisherUrl(project: string, location: string): string {
  const host = location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`;
  return `https://${host}/v1/projects/${encodeURIComponent(project)}/locations/${location}/publishers/google`;
}
