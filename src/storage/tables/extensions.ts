import type { TenantId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';

/** Services of a workspace's own that are asked to decide: moderation. */
export const apiBasedExtensions = (c: Columns) =>
  c.table(
    'api_based_extensions',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      name: c.text('name').notNull(),
      apiEndpoint: c.text('api_endpoint').notNull(),
      /** Encrypted by who writes it. */
      encryptedKey: c.text('api_key').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [c.uniqueIndex('api_based_extensions_by_name').on(t.tenantId, t.name)],
  );
