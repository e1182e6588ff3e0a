import { type AccountId, type JsonObject, roles, type TenantId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import { accountStatuses } from './words.ts';

export const tenants = (c: Columns) =>
  c.table('tenants', {
    id: c.id<TenantId>(),
    name: c.text('name').notNull(),
    plan: c.text('plan').notNull().default('basic'),
    status: c.oneOf('status', ['normal', 'archive']).notNull().default('normal'),
    customConfig: c.json<JsonObject>('custom_config'),
    createdAt: c.instant('created_at').notNull(),
    updatedAt: c.instant('updated_at').notNull(),
  });

export const accounts = (c: Columns) =>
  c.table(
    'accounts',
    {
      id: c.id<AccountId>(),
      name: c.text('name').notNull(),
      /** Lower case. */
      email: c.text('email').notNull(),
      /** A hash with its salt and cost inside, or one that Dify made; null until a password is set. */
      password: c.text('password'),
      /** Beside hashes that Dify made. */
      passwordSalt: c.text('password_salt'),
      avatar: c.text('avatar'),
      interfaceLanguage: c.text('interface_language'),
      interfaceTheme: c.text('interface_theme'),
      timezone: c.text('timezone'),
      lastLoginAt: c.instant('last_login_at'),
      lastLoginIp: c.text('last_login_ip'),
      lastActiveAt: c.instant('last_active_at'),
      status: c.oneOf('status', accountStatuses).notNull().default('active'),
      initializedAt: c.instant('initialized_at'),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.uniqueIndex('accounts_by_email').on(t.email)],
  );

export const tenantAccountJoins = (c: Columns, t: { tenants: Tenants; accounts: Accounts }) =>
  c.table(
    'tenant_account_joins',
    {
      id: c.id(),
      tenantId: c
        .ref<TenantId>('tenant_id')
        .notNull()
        .references(() => t.tenants.id, { onDelete: 'cascade' }),
      accountId: c
        .ref<AccountId>('account_id')
        .notNull()
        .references(() => t.accounts.id, { onDelete: 'cascade' }),
      /** The workspace that the account looks at now. */
      isCurrent: c.flag('current').notNull().default(false),
      role: c.oneOf('role', roles).notNull(),
      invitedBy: c.ref<AccountId>('invited_by'),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('tenant_account_joins_by_tenant').on(t.tenantId, t.accountId),
      c.index('tenant_account_joins_by_account').on(t.accountId),
    ],
  );

/** One row once the first owner was made. */
export const difySetups = (c: Columns) =>
  c.table('dify_setups', {
    version: c.text('version').primaryKey(),
    setupAt: c.instant('setup_at').notNull(),
  });

type Tenants = ReturnType<typeof tenants>;
type Accounts = ReturnType<typeof accounts>;
