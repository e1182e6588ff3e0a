import { KnownError } from '../../kernel/index.ts';
import {
  type CredentialTable,
  type CredentialValues,
  findModelProvider,
  type ModelKind,
  type ModelReference,
  maskCredential,
  modelKinds,
  unsealCredential,
} from '../../models/index.ts';
import type { ProviderCredential } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { requireModelManager } from './require-model-manager.ts';

export interface StoredCredential {
  readonly id: string;
  readonly name: string;
  /** The provider's long name. */
  readonly provider: string;
  /** The model to which alone it belongs. */
  readonly model?: { readonly name: string; readonly kind: ModelKind };
  /** Secrets are masked; absent when the instance's keys do not open it. */
  readonly values?: CredentialValues;
  readonly createdAt: number;
}

export interface StoredModels {
  readonly credentials: readonly StoredCredential[];
  /** What people chose, by kind. */
  readonly defaults: ReadonlyMap<ModelKind, ModelReference>;
}

type Needs = Pick<Scope, 'stores' | 'caller' | 'vault'>;

/** The credentials of the workspace, those of providers before those of single models, and its default models. */
export async function listModels(scope: Needs): Promise<StoredModels> {
  requireModelManager(scope.caller);
  const { models } = scope.stores;
  const defaults = (await models.listDefaults()).flatMap(({ modelType, providerName: provider, modelName: name }) =>
    isKind(modelType) ? [[modelType, { provider, name }] as const] : [],
  );
  return { credentials: await listCredentials(scope), defaults: new Map(defaults) };
}

async function listCredentials(scope: Needs): Promise<StoredCredential[]> {
  const { models } = scope.stores;
  const ofProviders = await models.listCredentials();
  const ofModels = await Promise.all((await models.listModels()).map((model) => models.listModelCredentials(model)));
  return Promise.all([
    ...ofProviders.map((row) => describe(scope, 'provider_credentials', row)),
    ...ofModels.flat().map(async ({ modelName: name, modelType, ...row }) => ({
      ...(await describe(scope, 'provider_model_credentials', row)),
      ...(isKind(modelType) && { model: { name, kind: modelType } }),
    })),
  ]);
}

/** One credential, of a provider or of a model. */
export async function describeCredential(scope: Needs, id: string): Promise<StoredCredential> {
  const found = (await listCredentials(scope)).find((credential) => credential.id === id);
  if (found) return found;
  throw new KnownError('not_found', { message: `There is no credential ${id}.` });
}

type CredentialRow = Pick<
  ProviderCredential,
  'id' | 'credentialName' | 'providerName' | 'encryptedConfig' | 'createdAt'
>;

async function describe({ vault }: Needs, table: CredentialTable, row: CredentialRow): Promise<StoredCredential> {
  const { id, credentialName: name, providerName, createdAt } = row;
  const provider = await findModelProvider(providerName);
  const values = readable(() => maskCredential(provider, unsealCredential(vault, table, row)));
  return { id, name, provider: providerName, createdAt, ...(values && { values }) };
}

/** A credential whose key is lost must still be seen, to be removed. */
function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

function isKind(text: string): text is ModelKind {
  return (modelKinds as readonly string[]).includes(text);
}
