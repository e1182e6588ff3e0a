import type { AccountId, TenantId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';

const stamps = (c: Columns) => ({
  createdAt: c.instant('created_at').notNull(),
  updatedAt: c.instant('updated_at').notNull(),
});

/** A provider that the workspace has set up, and which of its credentials is in use. */
export const providers = (c: Columns) =>
  c.table(
    'providers',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      providerName: c.text('provider_name').notNull(),
      isValid: c.flag('is_valid').notNull().default(false),
      credentialId: c.ref('credential_id'),
      lastUsedAt: c.instant('last_used'),
      ...stamps(c),
    },
    (t) => [c.uniqueIndex('providers_by_name').on(t.tenantId, t.providerName)],
  );

export const providerCredentials = (c: Columns) =>
  c.table(
    'provider_credentials',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      providerName: c.text('provider_name').notNull(),
      credentialName: c.text('credential_name').notNull(),
      /** The JSON of the credentials, encrypted by who writes it. */
      encryptedConfig: c.text('encrypted_config').notNull(),
      createdBy: c.ref<AccountId>('user_id'),
      ...stamps(c),
    },
    (t) => [c.index('provider_credentials_by_name').on(t.tenantId, t.providerName)],
  );

/** A model that the workspace added to a provider by hand. */
export const providerModels = (c: Columns) =>
  c.table(
    'provider_models',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      providerName: c.text('provider_name').notNull(),
      modelName: c.text('model_name').notNull(),
      modelType: c.text('model_type').notNull(),
      credentialId: c.ref('credential_id'),
      isValid: c.flag('is_valid').notNull().default(false),
      ...stamps(c),
    },
    (t) => [c.uniqueIndex('provider_models_by_name').on(t.tenantId, t.providerName, t.modelName, t.modelType)],
  );

export const providerModelCredentials = (c: Columns) =>
  c.table(
    'provider_model_credentials',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      providerName: c.text('provider_name').notNull(),
      modelName: c.text('model_name').notNull(),
      modelType: c.text('model_type').notNull(),
      credentialName: c.text('credential_name').notNull(),
      encryptedConfig: c.text('encrypted_config').notNull(),
      createdBy: c.ref<AccountId>('user_id'),
      ...stamps(c),
    },
    (t) => [c.index('provider_model_credentials_by_model').on(t.tenantId, t.providerName, t.modelName, t.modelType)],
  );

export const providerModelSettings = (c: Columns) =>
  c.table(
    'provider_model_settings',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      providerName: c.text('provider_name').notNull(),
      modelName: c.text('model_name').notNull(),
      modelType: c.text('model_type').notNull(),
      isEnabled: c.flag('enabled').notNull().default(true),
      ...stamps(c),
    },
    (t) => [c.uniqueIndex('provider_model_settings_by_model').on(t.tenantId, t.providerName, t.modelName, t.modelType)],
  );

export const tenantDefaultModels = (c: Columns) =>
  c.table(
    'tenant_default_models',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      modelType: c.text('model_type').notNull(),
      providerName: c.text('provider_name').notNull(),
      modelName: c.text('model_name').notNull(),
      ...stamps(c),
    },
    (t) => [c.uniqueIndex('tenant_default_models_by_type').on(t.tenantId, t.modelType)],
  );

/**
 * Vectors of documents, by the hash of their text (Dify's table of the same name): what was embedded once is not asked
 * for again. A row never changes; old ones may go at any time.
 */
export const embeddings = (c: Columns) =>
  c.table(
    'embeddings',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      providerName: c.text('provider_name').notNull(),
      modelName: c.text('model_name').notNull(),
      hash: c.text('hash').notNull(),
      /** Float32, little-endian // [dimensions], of length 1 */
      embedding: c.bytes('embedding').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('embeddings_by_hash').on(t.tenantId, t.providerName, t.modelName, t.hash),
      c.index('embeddings_by_age').on(t.createdAt),
    ],
  );
