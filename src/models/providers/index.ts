import { shortProviderName } from '../../kernel/index.ts';
import type { ModelProvider } from '../model-provider.ts';

/** Providers with a wire of their own; their code is loaded when they are asked for. */
const ownWires: Readonly<Record<string, () => Promise<ModelProvider>>> = {
  anthropic: async () => (await import('./anthropic/index.ts')).anthropic,
  azure_openai: async () => (await import('./azure-openai/index.ts')).azureOpenai,
  bedrock: async () => (await import('./bedrock/index.ts')).bedrock,
  cohere: async () => (await import('./cohere/index.ts')).cohere,
  google: async () => (await import('./google/index.ts')).google,
  huggingface_hub: async () => (await import('./huggingface-hub/index.ts')).huggingfaceHub,
  huggingface_tei: async () => (await import('./huggingface-tei/index.ts')).huggingfaceTei,
  hunyuan: async () => (await import('./hunyuan/index.ts')).hunyuan,
  jina: async () => (await import('./jina/index.ts')).jina,
  minimax: async () => (await import('./minimax/index.ts')).minimax,
  ollama: async () => (await import('./ollama/index.ts')).ollama,
  replicate: async () => (await import('./replicate/index.ts')).replicate,
  spark: async () => (await import('./spark/index.ts')).spark,
  tongyi: async () => (await import('./tongyi/index.ts')).tongyi,
  vertex_ai: async () => (await import('./vertex-ai/index.ts')).vertexAi,
  voyage: async () => (await import('./voyage/index.ts')).voyage,
  wenxin: async () => (await import('./wenxin/index.ts')).wenxin,
};

/** Names that people use beside Dify's. */
const ALIASES: Readonly<Record<string, string>> = {
  azure: 'azure_openai',
  gemini: 'google',
  huggingface: 'huggingface_hub',
  lmstudio: 'lm-studio',
  llama_api: 'llama-api',
  mistral: 'mistralai',
  qwen: 'tongyi',
  tei: 'huggingface_tei',
  together: 'togetherai',
  vertex: 'vertex_ai',
  volcengine: 'volcengine_maas',
  xai: 'x',
  zhipu: 'zhipuai',
};

export const gateway = async () => (await import('./openai-dialect/gateway.ts')).gatewayProvider;

/** By its short or its long name. */
export async function findProvider(name: string): Promise<ModelProvider | undefined> {
  const short = shortProviderName(name);
  const id = Object.hasOwn(ALIASES, short) ? (ALIASES[short] ?? short) : short;
  if (Object.hasOwn(ownWires, id)) return ownWires[id]?.();
  const { dialectProvider } = await import('./openai-dialect/dialect-provider.ts');
  return dialectProvider(id);
}

/** Short names of all providers, sorted. */
export async function providerNames(): Promise<readonly string[]> {
  const { dialectNames } = await import('./openai-dialect/dialect-provider.ts');
  return [...Object.keys(ownWires), ...dialectNames].toSorted();
}
