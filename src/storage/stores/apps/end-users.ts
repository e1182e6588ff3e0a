import { type AppId, type EndUserId, KnownError, type TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { EndUser } from '../../rows.ts';
import type { EndUserType } from '../../tables/words.ts';

/** Who an end user says to be; the session id tells them apart within app and type. */
export interface EndUserIdentity {
  readonly type: EndUserType;
  readonly sessionId: string;
  readonly externalUserId?: string;
  readonly name?: string;
  readonly isAnonymous?: boolean;
}

/** Characters that Dify's column for them holds (Dify 1.x api/models/model.py, `EndUser.external_user_id`). */
const LONGEST_SESSION_ID = 255;

export class EndUserStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.endUsers, { appId: AppId; tenantId: TenantId }>;

  constructor(ground: Ground, app: { readonly id: AppId; readonly tenantId: TenantId }) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.endUsers, { appId: app.id, tenantId: app.tenantId });
  }

  find(id: EndUserId): Promise<EndUser | undefined> {
    return this.#rows.recall({ id });
  }

  async get(id: EndUserId): Promise<EndUser> {
    const endUser = await this.find(id);
    if (!endUser) throw new KnownError('end_user_not_found');
    return endUser;
  }

  findBySession(type: EndUserType, sessionId: string): Promise<EndUser | undefined> {
    return this.#rows.recall({ type, sessionId });
  }

  /** Nearly every request of the Service API comes here: reads first, and writes only for a new one. */
  async findOrCreate(identity: EndUserIdentity): Promise<EndUser> {
    const { type, sessionId } = identity;
    requireShort(sessionId);
    const known = await this.findBySession(type, sessionId);
    if (known) return known;
    return this.#ground.access.write((connection) => {
      const where = this.#rows.owned({ type, sessionId });
      const createdMeanwhile = findRow(connection, tables.endUsers, where);
      if (createdMeanwhile) return createdMeanwhile;
      const now = this.#ground.clock.now();
      const id = this.#ground.ids.next() as EndUserId;
      insertRow(connection, tables.endUsers, { ...identity, ...this.#rows.owner, id, createdAt: now, updatedAt: now });
      const created = findRow(connection, tables.endUsers, where);
      if (!created) throw new Error(`End user ${id} vanished while it was inserted`);
      return created;
    });
  }
}

/** Session ids are chosen by whoever comes, and are kept. */
function requireShort(sessionId: string): void {
  // a character may be two units; what is beyond all that may be does not need counting
  const characters = [...sessionId.slice(0, 2 * LONGEST_SESSION_ID + 1)].length;
  if (characters <= LONGEST_SESSION_ID) return;
  throw new KnownError('invalid_param', {
    message: `The id of a user may have ${LONGEST_SESSION_ID} characters, "${sessionId.slice(0, 20)}…" has more.`,
  });
}
