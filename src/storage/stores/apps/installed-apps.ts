import { type AppId, KnownError, type TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRowIfAbsent } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { InstalledApp } from '../../rows.ts';

/** The apps that a workspace lists for its members to use. */
export class InstalledAppStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.installedApps, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.installedApps, { tenantId });
  }

  find(id: string): Promise<InstalledApp | undefined> {
    return this.#rows.find({ id });
  }

  list(): Promise<InstalledApp[]> {
    return this.#rows.list({}, { orderBy: 'createdAt', direction: 'descending' });
  }

  /** Lists an app of the workspace, once. */
  async install(appId: AppId): Promise<void> {
    const tenantId = this.#tenantId;
    const { ids, clock, access } = this.#ground;
    await access.write((connection) => {
      if (!findRow(connection, tables.apps, { id: appId, tenantId })) throw new KnownError('app_not_found');
      const row = { id: ids.next(), tenantId, appId, appOwnerTenantId: tenantId, createdAt: clock.now() };
      insertRowIfAbsent(connection, tables.installedApps, row);
    });
  }

  async update(
    id: string,
    patch: Partial<Pick<InstalledApp, 'isPinned' | 'position' | 'lastUsedAt'>>,
  ): Promise<boolean> {
    return (await this.#rows.update({ id }, patch)) > 0;
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }
}
