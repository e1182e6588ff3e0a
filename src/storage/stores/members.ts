import { and, eq } from 'drizzle-orm';
import type { AccountId, Role, TenantId } from '../../kernel/index.ts';
import type { Ground } from '../access.ts';
import { tables } from '../dialects/sqlite/schema.ts';
import { OwnedRows } from '../owned-rows.ts';
import type { Account, TenantAccountJoin } from '../rows.ts';

export interface Member {
  readonly account: Account;
  readonly membership: TenantAccountJoin;
}

/** The accounts of a workspace. */
export class MemberStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.tenantAccountJoins, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.tenantAccountJoins, { tenantId });
  }

  async find(accountId: AccountId): Promise<Member | undefined> {
    const members = await this.list();
    return members.find(({ account }) => account.id === accountId);
  }

  /** In the order in which they joined. */
  list(): Promise<Member[]> {
    const { accounts, tenantAccountJoins: joins } = tables;
    return this.#ground.access.read((connection) =>
      connection.db
        .select({ account: accounts, membership: joins })
        .from(joins)
        .innerJoin(accounts, and(eq(accounts.id, joins.accountId)))
        .where(eq(joins.tenantId, this.#tenantId))
        .orderBy(joins.createdAt, joins.id)
        .all(),
    );
  }

  add(accountId: AccountId, role: Role, invitedBy?: AccountId): Promise<TenantAccountJoin> {
    const now = this.#ground.clock.now();
    const id = this.#ground.ids.next();
    return this.#rows.insert({ id, accountId, role, invitedBy: invitedBy ?? null, createdAt: now, updatedAt: now });
  }

  async updateRole(accountId: AccountId, role: Role): Promise<boolean> {
    return (await this.#rows.update({ accountId }, { role, updatedAt: this.#ground.clock.now() })) > 0;
  }

  async remove(accountId: AccountId): Promise<boolean> {
    return (await this.#rows.delete({ accountId })) > 0;
  }
}
