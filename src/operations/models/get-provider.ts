import { canonicalModelProvider, KnownError } from '../../kernel/index.ts';
import { findModelProvider, type ModelKind, type ModelProvider, modelProviderNames } from '../../models/index.ts';

export interface NamedProvider {
  readonly provider: ModelProvider;
  /** The long name, under which it is stored. */
  readonly id: string;
}

/** By its short or its long name, or one that people use. */
export async function getProvider(name: string): Promise<NamedProvider> {
  const provider = await findModelProvider(name);
  if (provider) return { provider, id: canonicalModelProvider(provider.id) };
  throw new KnownError('not_found', {
    message: `There is no model provider "${name}".`,
    hint: `Known: ${(await modelProviderNames()).join(', ')}`,
  });
}

export function requireKind({ provider }: NamedProvider, kind: ModelKind): void {
  if (provider.kinds.includes(kind)) return;
  throw new KnownError('model_currently_not_support', {
    message: `${provider.label} serves no models of kind ${kind}.`,
    hint: `It serves: ${provider.kinds.join(', ')}`,
  });
}
