import type { TenantId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type {
  NewRow,
  Provider,
  ProviderCredential,
  ProviderModel,
  ProviderModelCredential,
  ProviderModelSetting,
  TenantDefaultModel,
} from '../../rows.ts';

type Made = 'id' | 'tenantId' | 'createdAt' | 'updatedAt';
export type ProviderRecord = Omit<NewRow<'providers'>, Made>;
/** Who seals a credential for its row needs the id first. */
interface ChosenId {
  readonly id?: string;
}
export type NewProviderCredential = Omit<NewRow<'providerCredentials'>, Made> & ChosenId;
export type CredentialPatch = Partial<Pick<ProviderCredential, 'credentialName' | 'encryptedConfig'>>;
export type ProviderModelRecord = Omit<NewRow<'providerModels'>, Made>;
export type NewProviderModelCredential = Omit<NewRow<'providerModelCredentials'>, Made> & ChosenId;
export type ProviderModelSettingRecord = Omit<NewRow<'providerModelSettings'>, Made>;
export type DefaultModelRecord = Omit<NewRow<'tenantDefaultModels'>, Made>;

export interface ModelName {
  readonly providerName: string;
  readonly modelName: string;
  readonly modelType: string;
}

const oldestFirst = { orderBy: 'createdAt', direction: 'ascending' } as const;
const modelKey = ['tenantId', 'providerName', 'modelName', 'modelType'];
const kept = ['id', 'createdAt'];

/** Providers that a workspace set up, its models and their credentials (sealed by who writes them). */
export class ModelStore {
  readonly #ground: Ground;
  readonly #providers: OwnedRows<typeof tables.providers, { tenantId: TenantId }>;
  readonly #credentials: OwnedRows<typeof tables.providerCredentials, { tenantId: TenantId }>;
  readonly #models: OwnedRows<typeof tables.providerModels, { tenantId: TenantId }>;
  readonly #modelCredentials: OwnedRows<typeof tables.providerModelCredentials, { tenantId: TenantId }>;
  readonly #settings: OwnedRows<typeof tables.providerModelSettings, { tenantId: TenantId }>;
  readonly #defaults: OwnedRows<typeof tables.tenantDefaultModels, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#providers = new OwnedRows(ground, tables.providers, { tenantId });
    this.#credentials = new OwnedRows(ground, tables.providerCredentials, { tenantId });
    this.#models = new OwnedRows(ground, tables.providerModels, { tenantId });
    this.#modelCredentials = new OwnedRows(ground, tables.providerModelCredentials, { tenantId });
    this.#settings = new OwnedRows(ground, tables.providerModelSettings, { tenantId });
    this.#defaults = new OwnedRows(ground, tables.tenantDefaultModels, { tenantId });
  }

  findProvider(providerName: string): Promise<Provider | undefined> {
    return this.#providers.find({ providerName });
  }

  listProviders(): Promise<Provider[]> {
    return this.#providers.list({}, oldestFirst);
  }

  saveProvider(provider: ProviderRecord): Promise<void> {
    return this.#providers.upsert({ ...provider, ...this.#made() }, { key: ['tenantId', 'providerName'], keep: kept });
  }

  async deleteProvider(providerName: string): Promise<boolean> {
    return (await this.#providers.delete({ providerName })) > 0;
  }

  findCredential(id: string): Promise<ProviderCredential | undefined> {
    return this.#credentials.find({ id });
  }

  listCredentials(providerName?: string): Promise<ProviderCredential[]> {
    return this.#credentials.list(providerName === undefined ? {} : { providerName }, oldestFirst);
  }

  createCredential(credential: NewProviderCredential): Promise<ProviderCredential> {
    return this.#credentials.insert({ ...this.#made(), ...credential });
  }

  async updateCredential(id: string, patch: CredentialPatch): Promise<ProviderCredential> {
    await this.#credentials.update({ id }, { ...patch, updatedAt: this.#ground.clock.now() });
    return found(await this.findCredential(id), 'Credential', id);
  }

  async deleteCredential(id: string): Promise<boolean> {
    return (await this.#credentials.delete({ id })) > 0;
  }

  listModels(providerName?: string): Promise<ProviderModel[]> {
    return this.#models.list(providerName === undefined ? {} : { providerName }, oldestFirst);
  }

  saveModel(model: ProviderModelRecord): Promise<void> {
    return this.#models.upsert({ ...model, ...this.#made() }, { key: modelKey, keep: kept });
  }

  async deleteModel({ providerName, modelName, modelType }: ModelName): Promise<boolean> {
    return (await this.#models.delete({ providerName, modelName, modelType })) > 0;
  }

  findModelCredential(id: string): Promise<ProviderModelCredential | undefined> {
    return this.#modelCredentials.find({ id });
  }

  listModelCredentials({ providerName, modelName, modelType }: ModelName): Promise<ProviderModelCredential[]> {
    return this.#modelCredentials.list({ providerName, modelName, modelType }, oldestFirst);
  }

  createModelCredential(credential: NewProviderModelCredential): Promise<ProviderModelCredential> {
    return this.#modelCredentials.insert({ ...this.#made(), ...credential });
  }

  async updateModelCredential(id: string, patch: CredentialPatch): Promise<ProviderModelCredential> {
    await this.#modelCredentials.update({ id }, { ...patch, updatedAt: this.#ground.clock.now() });
    return found(await this.findModelCredential(id), 'Credential', id);
  }

  async deleteModelCredential(id: string): Promise<boolean> {
    return (await this.#modelCredentials.delete({ id })) > 0;
  }

  listSettings(providerName?: string): Promise<ProviderModelSetting[]> {
    return this.#settings.list(providerName === undefined ? {} : { providerName }, oldestFirst);
  }

  saveSetting(setting: ProviderModelSettingRecord): Promise<void> {
    return this.#settings.upsert({ ...setting, ...this.#made() }, { key: modelKey, keep: kept });
  }

  findDefault(modelType: string): Promise<TenantDefaultModel | undefined> {
    return this.#defaults.find({ modelType });
  }

  listDefaults(): Promise<TenantDefaultModel[]> {
    return this.#defaults.list({}, oldestFirst);
  }

  saveDefault(model: DefaultModelRecord): Promise<void> {
    return this.#defaults.upsert({ ...model, ...this.#made() }, { key: ['tenantId', 'modelType'], keep: kept });
  }

  #made() {
    const now = this.#ground.clock.now();
    return { id: this.#ground.ids.next(), createdAt: now, updatedAt: now };
  }
}
