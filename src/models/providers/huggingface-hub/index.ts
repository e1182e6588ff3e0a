import { type CustomModelFacts, defineModelProvider } from '../../model-provider.ts';
import { chatWire } from '../openai-dialect/chat.ts';
import type { OpenAiDialect } from '../openai-dialect/dialect.ts';
import { chatBaseUrl } from './address.ts';
import { featureExtractionWire } from './feature-extraction.ts';
import { textGenerationWire } from './text-generation.ts';

const router: OpenAiDialect = {
  baseUrl: chatBaseUrl,
  apiKey: (credentials) => credentials['huggingfacehub_api_token'],
  asksForUsage: true,
};

/**
 * Models of the Hugging Face Hub: hosted ones (https://huggingface.co/docs/inference-providers) and those on an endpoint
 * of one's own. They chat in OpenAI's dialect and do their tasks over the Hub's own API.
 */
export const huggingfaceHub = defineModelProvider({
  id: 'huggingface_hub',
  label: 'Hugging Face Model',
  kinds: ['llm', 'text-embedding'],
  credentials: [
    {
      name: 'huggingfacehub_api_token',
      label: 'API Token',
      isSecret: true,
      isRequired: true,
      environment: ['HF_TOKEN', 'HUGGINGFACEHUB_API_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
    },
    setting('huggingfacehub_api_type', 'Endpoint Type'),
    setting('huggingfacehub_endpoint_url', 'Endpoint URL', 'HUGGINGFACEHUB_ENDPOINT_URL'),
    setting('huggingface_namespace', 'User Name / Organization Name'),
    setting('task_type', 'Task'),
  ],
  models: [],
  unknownModel: { features: ['tool-call', 'multi-tool-call', 'stream-tool-call'], contextSize: 32_768 },
  customModel: hubModelFacts,
  language: (connection, model) => ({
    chat: chatWire(router, connection, model),
    completion: textGenerationWire(connection, model),
  }),
  embedding: featureExtractionWire,
});

function setting(name: string, label: string, ...environment: string[]) {
  return { name, label, isSecret: false, isRequired: false, environment };
}

/** Dify's form asks for the task of an endpoint; both that concern text go on from one. */
function hubModelFacts({ task_type: task = '' }: Readonly<Record<string, string>>): CustomModelFacts {
  return task === 'text-generation' || task === 'text2text-generation' ? { mode: 'completion' } : {};
}
