import type { ConversationId, TenantId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import { noteBlob } from '../../payloads.ts';
import type { NewRow, ToolFile } from '../../rows.ts';

export type NewToolFile = Omit<NewRow<'toolFiles'>, 'id' | 'tenantId' | 'createdAt'>;

/** Rows of files that runs made, whose bytes were put into the blob store just before. */
export class ToolFileStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.toolFiles, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.toolFiles, { tenantId });
  }

  find(id: string): Promise<ToolFile | undefined> {
    return this.#rows.find({ id });
  }

  create(file: NewToolFile): Promise<ToolFile> {
    const { ids, clock, access } = this.#ground;
    const id = ids.next();
    const createdAt = clock.now();
    return access.write((connection) => {
      noteBlob(connection, { hash: file.blobHash, size: file.size }, createdAt);
      insertRow(connection, tables.toolFiles, { ...file, id, tenantId: this.#tenantId, createdAt });
      return found(findRow(connection, tables.toolFiles, { id }), 'File', id);
    });
  }

  list(conversationId: ConversationId): Promise<ToolFile[]> {
    return this.#rows.list({ conversationId }, { orderBy: 'createdAt', direction: 'ascending' });
  }

  async delete(id: string): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }
}
