import { KnownError } from '../../kernel/index.ts';
import type { TenantStores } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { requireModelManager } from './require-model-manager.ts';

/** Forgets a credential, and with the last one of a provider or a model the provider or model itself. */
export async function removeCredential(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: { readonly id: string },
): Promise<void> {
  requireModelManager(scope.caller);
  const wasThere = await scope.stores.transaction(
    async (stores) => (await removeOfProvider(stores, request.id)) || (await removeOfModel(stores, request.id)),
  );
  if (!wasThere) throw new KnownError('not_found', { message: `There is no credential ${request.id}.` });
}

async function removeOfProvider({ models }: TenantStores, id: string): Promise<boolean> {
  const credential = await models.findCredential(id);
  if (!credential) return false;
  const { providerName } = credential;
  await models.deleteCredential(id);
  const [next] = await models.listCredentials(providerName);
  const active = (await models.findProvider(providerName))?.credentialId;
  if (!next) await models.deleteProvider(providerName);
  else if (active === id) await models.saveProvider({ providerName, isValid: true, credentialId: next.id });
  return true;
}

async function removeOfModel({ models }: TenantStores, id: string): Promise<boolean> {
  const credential = await models.findModelCredential(id);
  if (!credential) return false;
  const { providerName, modelName, modelType } = credential;
  await models.deleteModelCredential(id);
  const [next] = await models.listModelCredentials(credential);
  if (!next) await models.deleteModel(credential);
  else await models.saveModel({ providerName, modelName, modelType, isValid: true, credentialId: next.id });
  return true;
}
