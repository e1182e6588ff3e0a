import {
  type AccountId,
  type ApiTokenId,
  type AppId,
  appModes,
  type JsonObject,
  type TenantId,
  type WorkflowId,
} from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import { apiTokenTypes, iconTypes } from './words.ts';

export const apps = (c: Columns) =>
  c.table(
    'apps',
    {
      id: c.id<AppId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      name: c.text('name').notNull(),
      description: c.text('description').notNull().default(''),
      mode: c.oneOf('mode', appModes).notNull(),
      iconType: c.oneOf('icon_type', iconTypes),
      icon: c.text('icon'),
      iconBackground: c.text('icon_background'),
      useIconAsAnswerIcon: c.flag('use_icon_as_answer_icon').notNull().default(false),
      /** The published configuration of an app without a graph. */
      appModelConfigId: c.ref('app_model_config_id'),
      /** The published workflow. */
      workflowId: c.ref<WorkflowId>('workflow_id'),
      status: c.oneOf('status', ['normal', 'archived']).notNull().default('normal'),
      enableSite: c.flag('enable_site').notNull().default(true),
      enableApi: c.flag('enable_api').notNull().default(true),
      maxActiveRequests: c.integer('max_active_requests'),
      tracing: c.json<JsonObject>('tracing'),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
      updatedBy: c.ref<AccountId>('updated_by'),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.index('apps_by_tenant').on(t.tenantId, t.createdAt)],
  );

type Apps = ReturnType<typeof apps>;
interface Owner {
  apps: Apps;
}

/** The foreign key of what goes at once with its app. Runs and chats are swept later, in small batches. */
const appRef = (c: Columns, t: Owner) =>
  c
    .ref<AppId>('app_id')
    .notNull()
    .references(() => t.apps.id, { onDelete: 'cascade' });

/** Each saved configuration stays: conversations keep the one they began with. */
export const appModelConfigs = (c: Columns, t: Owner) =>
  c.table(
    'app_model_configs',
    {
      id: c.id(),
      appId: appRef(c, t),
      /** Dify's whole `model_config` document. */
      configs: c.json<JsonObject>('configs').notNull(),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
      updatedBy: c.ref<AccountId>('updated_by'),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.index('app_model_configs_by_app').on(t.appId)],
  );

export const sites = (c: Columns, t: Owner) =>
  c.table(
    'sites',
    {
      id: c.id(),
      appId: appRef(c, t),
      /** In the URL of the published web app; 16 random letters and digits. */
      code: c.text('code').notNull(),
      title: c.text('title').notNull(),
      iconType: c.oneOf('icon_type', iconTypes),
      icon: c.text('icon'),
      iconBackground: c.text('icon_background'),
      description: c.text('description'),
      defaultLanguage: c.text('default_language').notNull().default('en-US'),
      chatColorTheme: c.text('chat_color_theme'),
      chatColorThemeInverted: c.flag('chat_color_theme_inverted').notNull().default(false),
      copyright: c.text('copyright'),
      privacyPolicy: c.text('privacy_policy'),
      customDisclaimer: c.text('custom_disclaimer').notNull().default(''),
      customizeDomain: c.text('customize_domain'),
      customizeTokenStrategy: c.text('customize_token_strategy').notNull().default('not_allow'),
      promptPublic: c.flag('prompt_public').notNull().default(false),
      showWorkflowSteps: c.flag('show_workflow_steps').notNull().default(true),
      useIconAsAnswerIcon: c.flag('use_icon_as_answer_icon').notNull().default(false),
      status: c.text('status').notNull().default('normal'),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
      updatedBy: c.ref<AccountId>('updated_by'),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.uniqueIndex('sites_by_app').on(t.appId), c.uniqueIndex('sites_by_code').on(t.code)],
  );

/**
 * Keys of the Service API. A request finds its key by the SHA-256 of the text, so the database alone opens nothing;
 * Dify's console shows keys in full, so the text is kept too, encrypted with the secret of the data directory.
 */
export const apiTokens = (c: Columns, t: Owner) =>
  c.table(
    'api_tokens',
    {
      id: c.id<ApiTokenId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      /** Null for keys of datasets, which open the whole workspace. */
      appId: c.ref<AppId>('app_id').references(() => t.apps.id, { onDelete: 'cascade' }),
      type: c.oneOf('type', apiTokenTypes).notNull(),
      tokenHash: c.text('token_hash').notNull(),
      encryptedToken: c.text('encrypted_token').notNull(),
      lastUsedAt: c.instant('last_used_at'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('api_tokens_by_hash').on(t.tokenHash),
      c.index('api_tokens_by_tenant').on(t.tenantId, t.type),
      c.index('api_tokens_by_app').on(t.appId),
    ],
  );

/** Apps that a workspace lists under "explore". */
export const installedApps = (c: Columns, t: Owner) =>
  c.table(
    'installed_apps',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: appRef(c, t),
      appOwnerTenantId: c.ref<TenantId>('app_owner_tenant_id').notNull(),
      position: c.integer('position').notNull().default(0),
      isPinned: c.flag('is_pinned').notNull().default(false),
      lastUsedAt: c.instant('last_used_at'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('installed_apps_by_tenant').on(t.tenantId, t.appId),
      c.index('installed_apps_by_app').on(t.appId),
    ],
  );

export const tags = (c: Columns) =>
  c.table(
    'tags',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      type: c.oneOf('type', ['app', 'knowledge']).notNull(),
      name: c.text('name').notNull(),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [c.index('tags_by_tenant').on(t.tenantId, t.type, t.name)],
  );

export const tagBindings = (c: Columns, t: { tags: ReturnType<typeof tags> }) =>
  c.table(
    'tag_bindings',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      tagId: c
        .ref('tag_id')
        .notNull()
        .references(() => t.tags.id, { onDelete: 'cascade' }),
      /** The app or dataset that wears the tag. */
      targetId: c.ref('target_id').notNull(),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('tag_bindings_by_target').on(t.targetId, t.tagId),
      c.index('tag_bindings_by_tag').on(t.tagId),
    ],
  );

/** App files of another version of Dify that wait for a confirmation. */
export const pendingImports = (c: Columns) =>
  c.table(
    'app_dsl_pending_imports',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      content: c.text('content').notNull(),
      /** What the import was asked with: name, icon, the app to overwrite. */
      options: c.json<JsonObject>('options').notNull(),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
      expiresAt: c.instant('expires_at').notNull(),
    },
    (t) => [c.index('app_dsl_pending_imports_by_expiry').on(t.expiresAt)],
  );
