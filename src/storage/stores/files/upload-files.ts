import { and, eq, exists, sql } from 'drizzle-orm';
import type { AppId, TenantId, UploadFileId } from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow, insertRow } from '../../dialects/sqlite/statements.ts';
import { OwnedRows } from '../../owned-rows.ts';
import { noteBlob } from '../../payloads.ts';
import type { NewRow, UploadFile } from '../../rows.ts';
import { type ChatOwner, makerColumns } from '../chat/chat-owner.ts';
import { isShowable } from '../chat/message-uploads.ts';

export type NewUploadFile = Omit<NewRow<'uploadFiles'>, 'id' | 'tenantId' | 'createdAt'>;

/** Rows of people's files, whose bytes were put into the blob store just before. */
export class UploadFileStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.uploadFiles, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.uploadFiles, { tenantId });
  }

  find(id: UploadFileId, owner?: ChatOwner): Promise<UploadFile | undefined> {
    return this.#rows.find({ id, ...(owner && makerColumns(owner)) });
  }

  async get(id: UploadFileId): Promise<UploadFile> {
    return found(await this.find(id), 'File', id);
  }

  /** The file, if a message of the app uses it, and may. */
  async findUsedIn(appId: AppId, id: UploadFileId): Promise<UploadFile | undefined> {
    const { messageFiles, uploadFiles } = tables;
    const use = and(eq(messageFiles.uploadFileId, uploadFiles.id), eq(messageFiles.appId, appId), isShowable());
    const filter = exists(sql`(select 1 from ${messageFiles} where ${use})`);
    const [file] = await this.#rows.list({ id }, { orderBy: 'createdAt', direction: 'ascending', filter, limit: 1 });
    return file;
  }

  create(file: NewUploadFile): Promise<UploadFile> {
    const { ids, clock, access } = this.#ground;
    const id = ids.next() as UploadFileId;
    const createdAt = clock.now();
    return access.write((connection) => {
      noteBlob(connection, { hash: file.blobHash, size: file.size }, createdAt);
      insertRow(connection, tables.uploadFiles, { ...file, id, tenantId: this.#tenantId, createdAt });
      return found(findRow(connection, tables.uploadFiles, { id }), 'File', id);
    });
  }

  async delete(id: UploadFileId): Promise<boolean> {
    return (await this.#rows.delete({ id })) > 0;
  }
}
