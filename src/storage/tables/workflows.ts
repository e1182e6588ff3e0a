import type { AccountId, AppId, JsonArray, JsonObject, TenantId, WorkflowId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import type { apps } from './apps.ts';

/** One draft per app (`version` = `draft`) and any number of published versions, which never change. */
export const workflows = (c: Columns, t: { apps: ReturnType<typeof apps> }) =>
  c.table(
    'workflows',
    {
      id: c.id<WorkflowId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: c
        .ref<AppId>('app_id')
        .notNull()
        .references(() => t.apps.id, { onDelete: 'cascade' }),
      type: c.oneOf('type', ['workflow', 'chat', 'rag-pipeline']).notNull(),
      version: c.text('version').notNull(),
      graph: c.json<JsonObject>('graph').notNull(),
      features: c.json<JsonObject>('features').notNull(),
      /** Values of secret variables are sealed by who writes them (operations/apps/sealed-variables.ts). */
      environmentVariables: c.json<JsonArray>('environment_variables').notNull(),
      conversationVariables: c.json<JsonArray>('conversation_variables').notNull(),
      ragPipelineVariables: c.json<JsonArray>('rag_pipeline_variables').notNull(),
      markedName: c.text('marked_name').notNull().default(''),
      markedComment: c.text('marked_comment').notNull().default(''),
      createdBy: c.ref<AccountId>('created_by'),
      createdAt: c.instant('created_at').notNull(),
      updatedBy: c.ref<AccountId>('updated_by'),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.uniqueIndex('workflows_by_version').on(t.appId, t.version)],
  );
