import { and, eq, lt } from 'drizzle-orm';
import type { TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { NewRow, PendingImport } from '../../rows.ts';

export type NewPendingImport = Omit<NewRow<'pendingImports'>, 'id' | 'tenantId' | 'createdAt'>;

/** Imports that wait for somebody to confirm them. */
export class PendingImportStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.pendingImports, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.pendingImports, { tenantId });
  }

  create(pending: NewPendingImport): Promise<PendingImport> {
    return this.#rows.insert({ ...pending, id: this.#ground.ids.next(), createdAt: this.#ground.clock.now() });
  }

  /** Gives a pending import to whoever asks first, unless it ran out. */
  take(id: string): Promise<PendingImport | undefined> {
    const { pendingImports: pendings } = tables;
    const now = this.#ground.clock.now();
    return this.#ground.access.write((connection) => {
      const pending = findRow(connection, pendings, { id, tenantId: this.#tenantId });
      const isSpent = and(eq(pendings.tenantId, this.#tenantId), lt(pendings.expiresAt, now));
      connection.db.delete(pendings).where(isSpent).run();
      if (!pending || pending.expiresAt < now) return undefined;
      connection.db.delete(pendings).where(eq(pendings.id, id)).run();
      return pending;
    });
  }
}
