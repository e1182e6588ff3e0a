import { findModelProvider, type ModelFeature, type ModelKind } from '../../models/index.ts';
import type { Scope } from '../scope.ts';

export interface AvailableModel {
  readonly name: string;
  readonly kind: ModelKind;
  readonly features: readonly ModelFeature[];
  readonly contextSize?: number;
  readonly mode?: 'chat' | 'completion';
  /** False for models that a person added to the provider. */
  readonly isPredefined: boolean;
}

export interface AvailableProvider {
  /** As it is stored. */
  readonly id: string;
  readonly label: string;
  readonly models: readonly AvailableModel[];
}

/** The models of one kind that the workspace has credentials for, by provider. */
export async function listAvailableModels(
  { stores }: Pick<Scope, 'stores'>,
  { kind }: { readonly kind: ModelKind },
): Promise<readonly AvailableProvider[]> {
  const [providers, added] = await Promise.all([stores.models.listProviders(), stores.models.listModels()]);
  const names = new Set([...providers, ...added].map(({ providerName }) => providerName));
  const found = await Promise.all(
    [...names].map(async (id): Promise<AvailableProvider[]> => {
      const provider = await findModelProvider(id);
      if (!provider) return [];
      const hasCredentials = providers.some(({ providerName, isValid }) => providerName === id && isValid);
      const known = hasCredentials ? provider.models.filter((model) => model.kind === kind) : [];
      const own = added.filter(({ providerName, modelType }) => providerName === id && modelType === kind);
      const models = [
        ...known.map((model) => ({ ...model, features: model.features ?? [], isPredefined: true })),
        ...own.map(({ modelName }) => ({ name: modelName, kind, features: [], isPredefined: false })),
      ];
      return models.length > 0 ? [{ id, label: provider.label, models }] : [];
    }),
  );
  return found.flat();
}
