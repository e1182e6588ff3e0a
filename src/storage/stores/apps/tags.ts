import { and, eq, inArray } from 'drizzle-orm';
import type { AccountId, AppId, TenantId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRowIfAbsent } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { Tag } from '../../rows.ts';

export type TagType = Tag['type'];

export class TagStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.tags, { tenantId: TenantId }>;
  readonly #bindings: OwnedRows<typeof tables.tagBindings, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.tags, { tenantId });
    this.#bindings = new OwnedRows(ground, tables.tagBindings, { tenantId });
  }

  find(id: string): Promise<Tag | undefined> {
    return this.#rows.find({ id });
  }

  list(type: TagType): Promise<Tag[]> {
    return this.#rows.list({ type }, { orderBy: 'createdAt', direction: 'descending' });
  }

  /** The tags that an app or a dataset wears. */
  async listOf(targetId: string): Promise<Tag[]> {
    const { tags, tagBindings } = tables;
    return this.#ground.access.read((connection) => {
      const bound = connection.db
        .select({ id: tagBindings.tagId })
        .from(tagBindings)
        .where(and(eq(tagBindings.targetId, targetId), eq(tagBindings.tenantId, this.#tenantId)));
      const isOwn = eq(tags.tenantId, this.#tenantId);
      return connection.db
        .select()
        .from(tags)
        .where(and(isOwn, inArray(tags.id, bound)))
        .orderBy(tags.name)
        .all();
    });
  }

  countUses(tagId: string): Promise<number> {
    return this.#bindings.count({ tagId });
  }

  create(tag: { readonly type: TagType; readonly name: string; readonly createdBy?: AccountId }): Promise<Tag> {
    return this.#rows.insert({ ...tag, id: this.#ground.ids.next(), createdAt: this.#ground.clock.now() });
  }

  async rename(id: string, name: string): Promise<Tag> {
    await this.#rows.update({ id }, { name });
    return found(await this.find(id), 'Tag', id);
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }

  async bind(tagId: string, targetId: string, by?: AccountId): Promise<void> {
    const { ids, clock, access } = this.#ground;
    const tenantId = this.#tenantId;
    await access.write((connection) => {
      const { type } = found(findRow(connection, tables.tags, { id: tagId, tenantId }), 'Tag', tagId);
      if (type === 'app') found(findRow(connection, tables.apps, { id: targetId as AppId, tenantId }), 'App', targetId);
      const row = { id: ids.next(), tenantId, tagId, targetId, createdBy: by ?? null, createdAt: clock.now() };
      insertRowIfAbsent(connection, tables.tagBindings, row);
    });
  }

  async unbind(tagId: string, targetId: string): Promise<void> {
    await this.#bindings.delete({ tagId, targetId });
  }
}
