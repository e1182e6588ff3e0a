import { canonicalModelProvider } from '../../kernel/index.ts';
import { type CredentialField, findModelProvider, type ModelKind, modelProviderNames } from '../../models/index.ts';
import type { Scope } from '../scope.ts';
import { requireModelManager } from './require-model-manager.ts';

export interface OfferedProvider {
  /** The long name. */
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly kinds: readonly ModelKind[];
  readonly fields: readonly CredentialField[];
  /** How many credentials the workspace has for it as a whole. */
  readonly credentials: number;
}

/** Every provider there is, set up or not. */
export async function listProviders(scope: Pick<Scope, 'stores' | 'caller'>): Promise<readonly OfferedProvider[]> {
  requireModelManager(scope.caller);
  const stored = await scope.stores.models.listCredentials();
  const offered = (await modelProviderNames()).map(async (name): Promise<OfferedProvider[]> => {
    const provider = await findModelProvider(name);
    if (!provider) return [];
    const id = canonicalModelProvider(provider.id);
    const credentials = stored.filter(({ providerName }) => providerName === id).length;
    const { label, kinds, credentials: fields } = provider;
    return [{ id, name, label, kinds, fields, credentials }];
  });
  return (await Promise.all(offered)).flat();
}
