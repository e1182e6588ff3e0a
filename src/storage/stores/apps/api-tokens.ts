import { hash } from 'node:crypto';
import type { ApiTokenId, AppId, TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { ApiToken, NewRow } from '../../rows.ts';

export type NewApiToken = Pick<NewRow<'apiTokens'>, 'type' | 'tokenHash' | 'encryptedToken'> & {
  readonly id?: ApiTokenId;
  readonly appId?: AppId;
};

/** What a key is looked up by. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}

export class ApiTokenStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.apiTokens, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.apiTokens, { tenantId });
  }

  find(id: ApiTokenId): Promise<ApiToken | undefined> {
    return this.#rows.find({ id });
  }

  /** Newest first: those of an app, or without one those of the workspace's datasets. */
  list(appId?: AppId): Promise<ApiToken[]> {
    const where = appId ? { appId } : { type: 'dataset' as const };
    return this.#rows.list(where, { orderBy: 'createdAt', direction: 'descending' });
  }

  create(token: NewApiToken): Promise<ApiToken> {
    const id = token.id ?? (this.#ground.ids.next() as ApiTokenId);
    return this.#rows.insert({ ...token, id, createdAt: this.#ground.clock.now() });
  }

  async delete(id: ApiTokenId): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }
}
