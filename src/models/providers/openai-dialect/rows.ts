import type { CredentialField, ModelProvider } from '../../model-provider.ts';
import type { ModelKind } from '../../model-runtime.ts';
import type { Connection } from '../../wire/language-wire.ts';
import {
  adaptForDeepSeek,
  adaptForLongCat,
  adaptForMimo,
  adaptForMistral,
  adaptForMoonshot,
  adaptForOpenAi,
  adaptForOpenRouter,
  adaptForStepfun,
  adaptForXai,
  adaptForZhipu,
  withThinkingObject,
} from './adapt-body.ts';
import type { OpenAiDialect } from './dialect.ts';
import { withMergedTurns } from './merge-turns.ts';

type Credentials = Connection['credentials'];

/** A provider that speaks OpenAI's wire. Addresses and names of variables are those of its own documentation. */
export interface DialectRow {
  readonly label: string;
  readonly kinds: readonly ModelKind[];
  readonly credentials: readonly CredentialField[];
  readonly dialect: OpenAiDialect;
  readonly unknownModel: NonNullable<ModelProvider['unknownModel']>;
}

const LLM = ['llm'] as const;
const WITH_EMBEDDING = ['llm', 'text-embedding'] as const;
const RETRIEVAL = ['llm', 'text-embedding', 'rerank'] as const;
const SERVER = ['llm', 'text-embedding', 'rerank', 'speech2text', 'tts'] as const;

const secret = (name: string, ...environment: string[]): CredentialField => ({
  name,
  label: 'API Key',
  isSecret: true,
  isRequired: true,
  environment,
});

const address = (name: string, isRequired: boolean, ...environment: string[]): CredentialField => ({
  name,
  label: 'API Base',
  isSecret: false,
  isRequired,
  environment,
});

const setting = (name: string, label: string, ...environment: string[]): CredentialField => ({
  name,
  label,
  isSecret: false,
  isRequired: false,
  environment,
});

const optional = (field: CredentialField): CredentialField => ({ ...field, isRequired: false });

interface HostedOptions {
  readonly kinds?: readonly ModelKind[];
  /** The credential field with the key, `api_key` unless said otherwise. */
  readonly key?: string;
  readonly variables: readonly string[];
  /** The field that may hold another address. */
  readonly addressField?: string;
  readonly addressVariables?: readonly string[];
  /** Another address for accounts outside China, chosen by `use_international_endpoint`. */
  readonly international?: string;
  readonly dialect?: Partial<OpenAiDialect>;
}

/** A service at a fixed address. */
function hosted(label: string, url: string, options: HostedOptions): DialectRow {
  const key = options.key ?? 'api_key';
  const field = options.addressField ?? 'endpoint_url';
  return {
    label,
    kinds: options.kinds ?? LLM,
    credentials: [
      secret(key, ...options.variables),
      address(field, false, ...(options.addressVariables ?? [])),
      ...(options.international ? [setting('use_international_endpoint', 'International endpoint')] : []),
    ],
    dialect: {
      baseUrl: (credentials) => credentials[field] || regionalUrl(url, options.international, credentials),
      apiKey: (credentials) => credentials[key],
      asksForUsage: true,
      ...options.dialect,
    },
    unknownModel: { features: ['tool-call', 'multi-tool-call', 'stream-tool-call'], contextSize: 32_768 },
  };
}

function regionalUrl(url: string, international: string | undefined, credentials: Credentials): string {
  return international && credentials['use_international_endpoint'] === 'true' ? international : url;
}

/** A server that people run themselves: its address is a credential, and a key is not always needed. */
function selfHosted(
  label: string,
  field: string,
  variables: readonly string[],
  options: SelfHostedOptions = {},
): DialectRow {
  const keyVariables = options.keyVariables ?? [];
  return {
    label,
    kinds: options.kinds ?? SERVER,
    credentials: [
      { ...address(field, true, ...variables), ...(options.url && { default: options.url }) },
      optional(secret('api_key', ...keyVariables)),
    ],
    dialect: {
      baseUrl: (credentials) => withVersion(credentials[field] ?? '', options.addsVersion ?? true),
      apiKey: (credentials) => credentials['api_key'],
      asksForUsage: true,
    },
    unknownModel: { features: options.features ?? [], contextSize: 4096 },
  };
}

interface SelfHostedOptions {
  readonly kinds?: readonly ModelKind[];
  readonly keyVariables?: readonly string[];
  readonly url?: string;
  readonly addsVersion?: boolean;
  readonly features?: NonNullable<DialectRow['unknownModel']['features']>;
}

/** People give the server's address with and without `/v1`, and as `host:port`. */
function withVersion(url: string, addsVersion: boolean): string {
  const base = (/^https?:/.test(url) ? url : `http://${url}`).replace(/\/+$/, '');
  return !addsVersion || /\/v\d+$/.test(base) ? base : `${base}/v1`;
}

const WITH_TOOLS = ['tool-call', 'stream-tool-call'] as const;

const openai: DialectRow = {
  label: 'OpenAI',
  kinds: ['llm', 'text-embedding', 'speech2text', 'tts', 'moderation'],
  credentials: [
    secret('openai_api_key', 'OPENAI_API_KEY'),
    address('openai_api_base', false, 'OPENAI_BASE_URL', 'OPENAI_API_BASE'),
    setting('openai_organization', 'Organization', 'OPENAI_ORG_ID'),
  ],
  dialect: {
    // Dify's field holds the address without /v1, OpenAI's own variable with it
    baseUrl: (credentials) => withVersion(credentials['openai_api_base'] || 'https://api.openai.com/v1', true),
    apiKey: (credentials) => credentials['openai_api_key'],
    headers: (credentials): Record<string, string> =>
      credentials['openai_organization'] ? { 'openai-organization': credentials['openai_organization'] } : {},
    adaptBody: adaptForOpenAi,
    asksForUsage: true,
    maxEmbeddingBatch: 512,
  },
  unknownModel: {
    features: ['tool-call', 'multi-tool-call', 'stream-tool-call', 'vision', 'structured-output'],
    contextSize: 128_000,
  },
};

/** What the person who added an `openai_api_compatible` model says about it is in its credentials. */
const openaiCompatible: DialectRow = {
  ...selfHosted('OpenAI-API-compatible', 'endpoint_url', ['OPENAI_COMPATIBLE_BASE_URL'], {
    addsVersion: false,
    keyVariables: ['OPENAI_COMPATIBLE_API_KEY'],
  }),
};

/** By Dify's short name of the provider. */
export const dialectRows: Readonly<Record<string, DialectRow>> = {
  openai,
  openai_api_compatible: openaiCompatible,
  deepseek: hosted('DeepSeek', 'https://api.deepseek.com/v1', {
    variables: ['DEEPSEEK_API_KEY'],
    dialect: { adaptBody: adaptForDeepSeek },
  }),
  zhipuai: hosted('ZHIPU AI', 'https://open.bigmodel.cn/api/paas/v4', {
    kinds: WITH_EMBEDDING,
    addressField: 'base_url',
    variables: ['ZHIPUAI_API_KEY', 'ZAI_API_KEY'],
    // counts without being asked
    dialect: { adaptBody: adaptForZhipu, asksForUsage: false },
  }),
  moonshot: hosted('Moonshot', 'https://api.moonshot.cn/v1', {
    variables: ['MOONSHOT_API_KEY'],
    addressVariables: ['MOONSHOT_BASE_URL'],
    dialect: { adaptBody: adaptForMoonshot },
  }),
  siliconflow: hosted('SiliconFlow', 'https://api.siliconflow.cn/v1', {
    kinds: SERVER,
    variables: ['SILICONFLOW_API_KEY'],
    dialect: { adaptBody: withMergedTurns },
    international: 'https://api.siliconflow.com/v1',
  }),
  openrouter: hosted('OpenRouter', 'https://openrouter.ai/api/v1', {
    kinds: RETRIEVAL,
    variables: ['OPENROUTER_API_KEY'],
    dialect: { adaptBody: adaptForOpenRouter },
  }),
  groq: hosted('Groq', 'https://api.groq.com/openai/v1', {
    kinds: ['llm', 'speech2text'],
    variables: ['GROQ_API_KEY'],
    dialect: { knowsReasoning: false },
  }),
  mistralai: hosted('MistralAI', 'https://api.mistral.ai/v1', {
    kinds: ['llm', 'text-embedding', 'moderation'],
    variables: ['MISTRAL_API_KEY'],
    dialect: { adaptBody: adaptForMistral, asksForUsage: false, knowsReasoning: false },
  }),
  x: hosted('xAI', 'https://api.x.ai/v1', { variables: ['XAI_API_KEY'], dialect: { adaptBody: adaptForXai } }),
  volcengine_maas: hosted('Volcengine', 'https://ark.cn-beijing.volces.com/api/v3', {
    kinds: WITH_EMBEDDING,
    key: 'volc_api_key',
    addressField: 'api_endpoint_host',
    variables: ['ARK_API_KEY'],
    dialect: { adaptBody: withThinkingObject },
  }),
  stepfun: hosted('Stepfun', 'https://api.stepfun.com/v1', {
    variables: ['STEPFUN_API_KEY', 'STEP_API_KEY'],
    international: 'https://api.stepfun.ai/v1',
    dialect: { adaptBody: adaptForStepfun },
  }),
  perplexity: hosted('Perplexity', 'https://api.perplexity.ai', { variables: ['PERPLEXITY_API_KEY'] }),
  togetherai: hosted('together.ai', 'https://api.together.xyz/v1', {
    kinds: RETRIEVAL,
    variables: ['TOGETHER_API_KEY'],
  }),
  fireworks: hosted('Fireworks AI', 'https://api.fireworks.ai/inference/v1', {
    kinds: WITH_EMBEDDING,
    key: 'fireworks_api_key',
    variables: ['FIREWORKS_API_KEY'],
  }),
  nvidia: hosted('API Catalog', 'https://integrate.api.nvidia.com/v1', {
    kinds: WITH_EMBEDDING,
    variables: ['NVIDIA_API_KEY'],
  }),
  yi: hosted('01.AI', 'https://api.lingyiwanwu.com/v1', { variables: ['YI_API_KEY'] }),
  baichuan: hosted('Baichuan', 'https://api.baichuan-ai.com/v1', {
    kinds: WITH_EMBEDDING,
    variables: ['BAICHUAN_API_KEY'],
    dialect: { asksForUsage: false },
  }),
  novita: hosted('novita.ai', 'https://api.novita.ai/openai/v1', { variables: ['NOVITA_API_KEY'] }),
  upstage: hosted('Upstage', 'https://api.upstage.ai/v1/solar', {
    kinds: WITH_EMBEDDING,
    key: 'upstage_api_key',
    variables: ['UPSTAGE_API_KEY'],
  }),
  sambanova: hosted('SambaNova', 'https://api.sambanova.ai/v1', {
    kinds: ['llm', 'speech2text'],
    variables: ['SAMBANOVA_API_KEY'],
  }),
  gitee_ai: hosted('Gitee AI', 'https://ai.gitee.com/v1', { kinds: SERVER, variables: ['GITEE_AI_API_KEY'] }),
  modelscope: hosted('ModelScope', 'https://api-inference.modelscope.cn/v1', { variables: ['MODELSCOPE_API_KEY'] }),
  longcat: hosted('LongCat', 'https://api.longcat.chat/openai/v1', {
    variables: ['LONGCAT_API_KEY'],
    dialect: { adaptBody: adaptForLongCat },
  }),
  mimo: hosted('Xiaomi MiMo', 'https://api.xiaomimimo.com/v1', {
    variables: ['MIMO_API_KEY'],
    dialect: { adaptBody: adaptForMimo },
  }),
  'llama-api': hosted('Llama API', 'https://api.llama.com/compat/v1', {
    key: 'llama_api_key',
    variables: ['LLAMA_API_KEY'],
  }),
  xinference: selfHosted('Xorbits Inference', 'server_url', ['XINFERENCE_SERVER_URL'], {
    keyVariables: ['XINFERENCE_API_KEY'],
    features: WITH_TOOLS,
  }),
  localai: selfHosted('LocalAI', 'server_url', ['LOCALAI_SERVER_URL'], { keyVariables: ['LOCALAI_API_KEY'] }),
  vllm: selfHosted('vLLM', 'endpoint_url', ['VLLM_BASE_URL'], {
    keyVariables: ['VLLM_API_KEY'],
    url: 'http://localhost:8000',
    features: WITH_TOOLS,
  }),
  'lm-studio': selfHosted('LM Studio', 'endpoint_url', ['LMSTUDIO_BASE_URL', 'LM_STUDIO_BASE_URL'], {
    kinds: WITH_EMBEDDING,
    url: 'http://localhost:1234',
    features: WITH_TOOLS,
  }),
  gpustack: selfHosted('GPUStack', 'endpoint_url', ['GPUSTACK_BASE_URL'], {
    keyVariables: ['GPUSTACK_API_KEY'],
    features: WITH_TOOLS,
  }),
  openllm: selfHosted('OpenLLM', 'server_url', ['OPENLLM_SERVER_URL'], { kinds: WITH_EMBEDDING }),
  nvidia_nim: selfHosted('NVIDIA NIM', 'endpoint_url', ['NVIDIA_NIM_BASE_URL'], { kinds: LLM }),
};
