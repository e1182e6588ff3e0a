import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { isNumber, type JsonObject, toNumber } from '../../../kernel/index.ts';
import { defineModelProvider } from '../../model-provider.ts';
import type { LanguageRequest } from '../../model-runtime.ts';
import type { ModelPricing } from '../../usage.ts';
import type { Connection } from '../../wire/language-wire.ts';
import type { SdkCall } from '../../wire/sdk-options.ts';
import { type ProviderOptions, sdkEmbeddingWire, sdkLanguageWire, sdkRerankWire } from '../../wire/sdk-wire.ts';
import { withBudgetInside } from '../anthropic/claude-options.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { bedrockModels } from './catalogue.ts';
import { bedrockModelId } from './model-id.ts';

const variable = (name: string, label: string, isSecret: boolean, ...environment: string[]) => ({
  name,
  label,
  isSecret,
  isRequired: false,
  environment,
});

const DEFAULT_REGION = 'us-east-1';
const models = readCatalogue(bedrockModels);

/**
 * Amazon Bedrock over the Converse API (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html),
 * signed with an access key or sent with a Bedrock API key.
 */
export const bedrock = defineModelProvider({
  id: 'bedrock',
  label: 'AWS Bedrock',
  kinds: ['llm', 'text-embedding', 'rerank'],
  credentials: [
    variable('aws_access_key_id', 'Access Key', true, 'AWS_ACCESS_KEY_ID'),
    variable('aws_secret_access_key', 'Secret Access Key', true, 'AWS_SECRET_ACCESS_KEY'),
    variable('aws_session_token', 'Session Token', true, 'AWS_SESSION_TOKEN'),
    variable('bedrock_api_key', 'Bedrock API Key', true, 'AWS_BEARER_TOKEN_BEDROCK'),
    { ...variable('aws_region', 'Region', false, 'AWS_REGION', 'AWS_DEFAULT_REGION'), default: DEFAULT_REGION },
    variable('bedrock_endpoint_url', 'Endpoint URL', false, 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME'),
  ],
  hasAccess: (values) =>
    Boolean(values['bedrock_api_key'] || (values['aws_access_key_id'] && values['aws_secret_access_key'])),
  models,
  unknownModel: { features: ['tool-call', 'multi-tool-call', 'vision', 'document'], contextSize: 128_000 },
  customModel: (credentials) =>
    credentials['inference_profile_id'] ? { sentName: credentials['inference_profile_id'] } : {},
  language(connection, model) {
    const region = connection.credentials['aws_region'] ?? DEFAULT_REGION;
    const idOf = ({ parameters }: LanguageRequest) => bedrockModelId(model, parameters, region);
    return {
      chat: { stream: (request) => converseWire(connection, idOf(request)).stream(request) },
      pricingOf: (request) => findPricing(idOf(request)),
    };
  },
  embedding: (connection, model) =>
    // each text is a request of its own on this wire
    sdkEmbeddingWire(1, async () => (await openProvider(connection)).embeddingModel(model)),
  rerank: (connection, model) => sdkRerankWire(async () => (await openProvider(connection)).rerankingModel(model)),
});

const converseWire = (connection: Connection, id: string) =>
  sdkLanguageWire(async () => (await openProvider(connection))(id), converseOptions, adaptCall);

/** A profile costs what its model does. */
function findPricing(id: string): ModelPricing | undefined {
  return models.find(({ name }) => id === name || id.endsWith(`.${name}`))?.pricing;
}

async function openProvider({ credentials, fetch }: Connection) {
  const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
  const apiKey = credentials['bedrock_api_key'];
  const endpoint = credentials['bedrock_endpoint_url'];
  return createAmazonBedrock({
    region: credentials['aws_region'] ?? DEFAULT_REGION,
    fetch,
    ...(apiKey
      ? { apiKey }
      : {
          // An empty key keeps the SDK from taking one of the environment behind our back.
          apiKey: '',
          accessKeyId: credentials['aws_access_key_id'] ?? '',
          secretAccessKey: credentials['aws_secret_access_key'] ?? '',
          ...(credentials['aws_session_token'] && { sessionToken: credentials['aws_session_token'] }),
        }),
    ...(endpoint && { baseURL: endpoint.replace(/\/+$/, '') }),
  });
}

/** Dify's switches for the thinking of Claude models; the newest ones decide for themselves how much they think. */
function converseOptions(rest: JsonObject): ProviderOptions {
  const { effort } = rest;
  if (typeof effort === 'string' && effort !== '') {
    const reasoningConfig = { type: 'adaptive', maxReasoningEffort: effort };
    return { bedrock: { reasoningConfig } };
  }
  const budgetTokens = budgetOf(rest);
  return { bedrock: budgetTokens === undefined ? {} : { reasoningConfig: { type: 'enabled', budgetTokens } } };
}

const LEAST_BUDGET = 1024;

/** Undefined when nobody wants the model to think. */
function budgetOf(rest: JsonObject): number | undefined {
  if (rest['reasoning_type'] !== true && rest['thinking'] !== true) return undefined;
  const budget = rest['reasoning_budget'] ?? rest['thinking_budget'];
  return Math.max(isNumber(budget) ? toNumber(budget) : LEAST_BUDGET, LEAST_BUDGET);
}

/**
 * Converse has no word for tools that must not be called. Left out, the SDK takes what they answered out of the
 * conversation too, so they stay.
 */
function adaptCall({ options, rest }: SdkCall): LanguageModelV4CallOptions {
  const { toolChoice, ...others } = options;
  const adapted = toolChoice && toolChoice.type !== 'none' ? options : others;
  const budget = budgetOf(rest);
  return budget === undefined ? adapted : withBudgetInside(adapted, budget);
}
