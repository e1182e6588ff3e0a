import type { ModelKind, ModelReference } from '../../models/index.ts';
import type { Scope } from '../scope.ts';
import { getProvider, requireKind } from './get-provider.ts';
import { requireModelManager } from './require-model-manager.ts';

/** Chooses what is used where nobody names a model of this kind. */
export async function setDefaultModel(
  scope: Pick<Scope, 'stores' | 'caller'>,
  { kind, reference }: { readonly kind: ModelKind; readonly reference: ModelReference },
): Promise<ModelReference> {
  requireModelManager(scope.caller);
  const named = await getProvider(reference.provider);
  requireKind(named, kind);
  await scope.stores.models.saveDefault({ modelType: kind, providerName: named.id, modelName: reference.name });
  return { provider: named.id, name: reference.name };
}
