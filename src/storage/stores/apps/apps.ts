import { and, eq, exists, inArray, like, type SQL, sql } from 'drizzle-orm';
import { type AccountId, type AppId, type AppMode, KnownError, type TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { type NumberedPage, OwnedRows } from '../../owned-rows.ts';
import type { App, NewRow } from '../../rows.ts';

export interface AppFilter {
  readonly mode?: AppMode;
  /** Part of the name. */
  readonly name?: string;
  readonly tagIds?: readonly string[];
  readonly createdBy?: AccountId;
  readonly page?: number;
  readonly limit?: number;
}

export type NewApp = Omit<NewRow<'apps'>, 'id' | 'tenantId' | 'createdAt' | 'updatedAt'> & { readonly id?: AppId };
export type AppPatch = Partial<Omit<App, 'id' | 'tenantId' | 'createdAt' | 'updatedAt'>>;

export class AppStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.apps, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.apps, { tenantId });
  }

  find(id: AppId): Promise<App | undefined> {
    return this.#rows.recall({ id });
  }

  async get(id: AppId): Promise<App> {
    const app = await this.find(id);
    if (!app) throw new KnownError('app_not_found', { message: `App ${id} does not exist` });
    return app;
  }

  /** Newest first. */
  async list(filter: AppFilter = {}): Promise<NumberedPage<App>> {
    const { mode, createdBy, page, limit } = filter;
    const where = { ...(mode && { mode }), ...(createdBy && { createdBy }) };
    const order = { orderBy: 'createdAt', direction: 'descending', filter: conditionOf(filter) } as const;
    return this.#rows.listNumbered(where, order, { page, limit });
  }

  create(app: NewApp): Promise<App> {
    const now = this.#ground.clock.now();
    const id = app.id ?? (this.#ground.ids.next() as AppId);
    return this.#rows.insert({ ...app, id, createdAt: now, updatedAt: now });
  }

  async update(id: AppId, patch: AppPatch): Promise<App> {
    await this.#rows.update({ id }, { ...patch, updatedAt: this.#ground.clock.now() });
    return this.get(id);
  }

  /** Its configuration, keys and workflows go at once; runs and chats are swept later. */
  async delete(id: AppId): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }
}

function conditionOf({ name, tagIds = [] }: AppFilter): SQL | undefined {
  const { apps, tagBindings } = tables;
  const pattern = name?.replace(/[\\%_]/g, '\\$&');
  return and(
    pattern ? sql`${like(apps.name, `%${pattern}%`)} escape '\\'` : undefined,
    tagIds.length > 0
      ? exists(
          sql`(select 1 from ${tagBindings} where ${and(eq(tagBindings.targetId, apps.id), inArray(tagBindings.tagId, [...tagIds]))})`,
        )
      : undefined,
  );
}
