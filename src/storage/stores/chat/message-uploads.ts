import { and, eq, or, type SQL } from 'drizzle-orm';
import type { TenantId } from '../../../kernel/index.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow } from '../../dialects/sqlite/statements.ts';
import type { MessageFile, UploadFile } from '../../rows.ts';

/**
 * Which uploads a message may name. JSON that merely looks like a file may carry anybody's id, and what a message names
 * is shown to its readers by a signed link.
 */

type Maker = Pick<UploadFile, 'createdBy' | 'createdByRole'>;

/** A file that a run hands to its message: whose run, in which workspace, and whether the app itself names the file. */
export interface NamedUpload {
  readonly id: NonNullable<MessageFile['uploadFileId']>;
  readonly tenantId: TenantId;
  readonly maker: Maker;
  readonly isConfigured: boolean;
}

/**
 * Uploads of the run's creator, those that belong to nobody in particular (they hang on the workspace), and those of its
 * accounts that the app's own definition names. An id that no upload has opens nothing.
 */
export function mayName(connection: Connection, { id, tenantId, maker, isConfigured }: NamedUpload): boolean {
  const upload = findRow(connection, tables.uploadFiles, { id });
  if (!upload) return true;
  if (upload.tenantId !== tenantId) return false;
  if (upload.createdByRole === 'account' && (isConfigured || upload.createdBy === tenantId)) return true;
  return isSameMaker(upload, maker);
}

/** The same for a file that a message names already: only accounts configure apps, and what is theirs was looked at. */
export function mayShow(upload: Maker, file: Maker): boolean {
  return upload.createdByRole === 'account' || isSameMaker(upload, file);
}

/** `mayShow` as the condition of a query over both tables. */
export function isShowable(): SQL | undefined {
  const { uploadFiles, messageFiles } = tables;
  const isSame = and(
    eq(uploadFiles.createdBy, messageFiles.createdBy),
    eq(uploadFiles.createdByRole, messageFiles.createdByRole),
  );
  return or(eq(uploadFiles.createdByRole, 'account'), isSame);
}

function isSameMaker(one: Maker, other: Maker): boolean {
  return one.createdBy === other.createdBy && one.createdByRole === other.createdByRole;
}
