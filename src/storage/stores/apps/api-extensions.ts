import type { TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import type { ApiBasedExtension, NewRow } from '../../rows.ts';

/** Who seals the key for its row needs the id first. */
export type NewApiExtension = Omit<NewRow<'apiBasedExtensions'>, 'tenantId' | 'createdAt'>;

export class ApiExtensionStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.apiBasedExtensions, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.apiBasedExtensions, { tenantId });
  }

  find(id: string): Promise<ApiBasedExtension | undefined> {
    return this.#rows.find({ id });
  }

  findByName(name: string): Promise<ApiBasedExtension | undefined> {
    return this.#rows.find({ name });
  }

  /** Newest first. */
  list(): Promise<ApiBasedExtension[]> {
    return this.#rows.list({}, { orderBy: 'createdAt', direction: 'descending' });
  }

  create(extension: NewApiExtension): Promise<ApiBasedExtension> {
    return this.#rows.insert({ ...extension, createdAt: this.#ground.clock.now() });
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }
}
