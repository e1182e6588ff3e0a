import type { AccountId, TenantId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { Account, NewRow, Tenant, TenantAccountJoin } from '../../rows.ts';

export type NewTenant = Omit<NewRow<'tenants'>, 'id' | 'createdAt' | 'updatedAt'> & { readonly id?: TenantId };
export type NewAccount = Omit<NewRow<'accounts'>, 'id' | 'createdAt' | 'updatedAt'>;
export type NewMembership = Omit<NewRow<'tenantAccountJoins'>, 'id' | 'createdAt' | 'updatedAt'>;

/** Addresses that differ in nothing but their case are one; Dify keeps them in lower case, too. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

const oldestFirst = { orderBy: 'createdAt', direction: 'ascending' } as const;

/** Workspaces, accounts, and who belongs where. */
export class TenantSystemStore {
  readonly #ground: Ground;
  readonly #tenants: OwnedRows<typeof tables.tenants, object>;
  readonly #accounts: OwnedRows<typeof tables.accounts, object>;
  readonly #memberships: OwnedRows<typeof tables.tenantAccountJoins, object>;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#tenants = new OwnedRows(ground, tables.tenants, {});
    this.#accounts = new OwnedRows(ground, tables.accounts, {});
    this.#memberships = new OwnedRows(ground, tables.tenantAccountJoins, {});
  }

  find(id: TenantId): Promise<Tenant | undefined> {
    return this.#tenants.find({ id });
  }

  async get(id: TenantId): Promise<Tenant> {
    return found(await this.find(id), 'Workspace', id);
  }

  list(): Promise<Tenant[]> {
    return this.#tenants.list({}, oldestFirst);
  }

  create(tenant: NewTenant): Promise<Tenant> {
    const id = tenant.id ?? (this.#ground.ids.next() as TenantId);
    return this.#tenants.insert({ ...tenant, id, ...this.#stamps() });
  }

  async update(id: TenantId, patch: Partial<Omit<Tenant, 'id' | 'createdAt'>>): Promise<Tenant> {
    await this.#tenants.update({ id }, { ...patch, updatedAt: this.#ground.clock.now() });
    return this.get(id);
  }

  findAccount(id: AccountId): Promise<Account | undefined> {
    return this.#accounts.find({ id });
  }

  findAccountByEmail(email: string): Promise<Account | undefined> {
    return this.#accounts.find({ email: normalEmail(email) });
  }

  createAccount(account: NewAccount): Promise<Account> {
    const id = this.#ground.ids.next() as AccountId;
    return this.#accounts.insert({ ...account, id, email: normalEmail(account.email), ...this.#stamps() });
  }

  async updateAccount(id: AccountId, patch: Partial<Omit<Account, 'id' | 'createdAt'>>): Promise<Account> {
    await this.#accounts.update({ id }, { ...patch, updatedAt: this.#ground.clock.now() });
    return found(await this.findAccount(id), 'Account', id);
  }

  join(membership: NewMembership): Promise<TenantAccountJoin> {
    return this.#memberships.insert({ ...membership, id: this.#ground.ids.next(), ...this.#stamps() });
  }

  listMembershipsOf(accountId: AccountId): Promise<TenantAccountJoin[]> {
    return this.#memberships.list({ accountId }, oldestFirst);
  }

  #stamps() {
    const now = this.#ground.clock.now();
    return { createdAt: now, updatedAt: now };
  }
}
