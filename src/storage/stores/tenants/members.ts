import { and, eq, type SQL } from 'drizzle-orm';
import { type AccountId, KnownError, type Role, type TenantId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { countRows, findRow, insertRow, updateRows } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { Account, NewRow, TenantAccountJoin } from '../../rows.ts';
import { recordSetup } from './lookups.ts';
import { normalEmail } from './tenants.ts';

export interface Member {
  readonly account: Account;
  readonly membership: TenantAccountJoin;
}

export type NewMember = Pick<NewRow<'accounts'>, 'name' | 'email' | 'password' | 'interfaceLanguage' | 'timezone'> & {
  readonly role: Role;
};

export interface Admission extends Member {
  /** False: the person has an account already, of another workspace, which stays as it is. */
  readonly isNewAccount: boolean;
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

  find(accountId: AccountId): Promise<Member | undefined> {
    return this.#select(eq(tables.accounts.id, accountId)).then(([member]) => member);
  }

  findByEmail(email: string): Promise<Member | undefined> {
    return this.#select(eq(tables.accounts.email, normalEmail(email))).then(([member]) => member);
  }

  findOwner(): Promise<Member | undefined> {
    return this.#select(eq(tables.tenantAccountJoins.role, 'owner')).then(([member]) => member);
  }

  /** In the order in which they joined. */
  list(): Promise<Member[]> {
    return this.#select(undefined);
  }

  add(accountId: AccountId, role: Role, invitedBy?: AccountId): Promise<TenantAccountJoin> {
    const now = this.#ground.clock.now();
    const id = this.#ground.ids.next();
    return this.#rows.insert({ id, accountId, role, invitedBy: invitedBy ?? null, createdAt: now, updatedAt: now });
  }

  /** Takes a person in, with a new account where none has the address. */
  admit({ role, ...person }: NewMember): Promise<Admission> {
    return this.#ground.access.write((connection) => {
      const known = findRow(connection, tables.accounts, { email: normalEmail(person.email) });
      const account = known ?? this.#createAccount(connection, person);
      const membership = this.#join(connection, account, role);
      return { account, membership, isNewAccount: known === undefined };
    });
  }

  async updateRole(accountId: AccountId, role: Role): Promise<boolean> {
    return (await this.#rows.update({ accountId }, { role, updatedAt: this.#ground.clock.now() })) > 0;
  }

  /** Takes a password that was hashed; false when the account is none of this workspace. */
  setPassword(accountId: AccountId, hash: string): Promise<boolean> {
    const patch = { password: hash, passwordSalt: null, updatedAt: this.#ground.clock.now() };
    return this.#ground.access.write((connection) => {
      const isMember = countRows(connection, tables.tenantAccountJoins, this.#rows.owned({ accountId })) > 0;
      return isMember && updateRows(connection, tables.accounts, { id: accountId }, patch) > 0;
    });
  }

  /** Notes that the instance has its first owner; true for the one who was first. */
  recordSetup(version: string): Promise<boolean> {
    return this.#ground.access.write((connection) => recordSetup(connection, version, this.#ground.clock.now()));
  }

  async remove(accountId: AccountId): Promise<boolean> {
    return (await this.#rows.delete({ accountId })) > 0;
  }

  #select(condition: SQL | undefined): Promise<Member[]> {
    const { accounts, tenantAccountJoins: joins } = tables;
    return this.#ground.access.read((connection) =>
      connection.db
        .select({ account: accounts, membership: joins })
        .from(joins)
        .innerJoin(accounts, eq(accounts.id, joins.accountId))
        .where(and(eq(joins.tenantId, this.#tenantId), condition))
        .orderBy(joins.createdAt, joins.id)
        .all(),
    );
  }

  #createAccount(connection: Connection, person: Omit<NewMember, 'role'>): Account {
    const now = this.#ground.clock.now();
    const id = this.#ground.ids.next() as AccountId;
    const email = normalEmail(person.email);
    insertRow(connection, tables.accounts, {
      ...{ ...person, id, email, status: 'active' },
      ...{ initializedAt: now, createdAt: now, updatedAt: now },
    });
    return found(findRow(connection, tables.accounts, { id }), 'Account', id);
  }

  #join(connection: Connection, account: Account, role: Role): TenantAccountJoin {
    const joins = tables.tenantAccountJoins;
    if (countRows(connection, joins, this.#rows.owned({ accountId: account.id })) > 0)
      throw new KnownError('conflict', { message: `${account.email} is a member of this workspace already.` });
    const now = this.#ground.clock.now();
    const id = this.#ground.ids.next();
    const isCurrent = countRows(connection, joins, { accountId: account.id, isCurrent: true }) === 0;
    const owned = { ...this.#rows.owner, accountId: account.id, createdAt: now, updatedAt: now };
    insertRow(connection, joins, { ...owned, id, role, isCurrent });
    return found(findRow(connection, joins, { id }), 'Membership', id);
  }
}
