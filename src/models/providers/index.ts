import { shortProviderName } from '../../kernel/index.ts';
import type { ModelProvider } from '../model-provider.ts';

/** Every provider by its short name; its code is loaded when it is asked for. */
const loaders: Readonly<Record<string, () => Promise<ModelProvider>>> = {};

export const gateway = async () => (await import('./openai-dialect/gateway.ts')).gatewayProvider;

/** By its short or its long name. */
export async function findProvider(name: string): Promise<ModelProvider | undefined> {
  return loaders[shortProviderName(name)]?.();
}

export function providerNames(): readonly string[] {
  return Object.keys(loaders);
}
