import type { ConversationId, TenantId, UploadFileId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import { creatorRoles } from './words.ts';

export const uploadFiles = (c: Columns) =>
  c.table(
    'upload_files',
    {
      id: c.id<UploadFileId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      name: c.text('name').notNull(),
      size: c.integer('size').notNull(),
      /** Without the dot, lower case. */
      extension: c.text('extension').notNull(),
      mimeType: c.text('mime_type').notNull(),
      blobHash: c.ref('hash').notNull(),
      sourceUrl: c.text('source_url').notNull().default(''),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
      usedAt: c.instant('used_at'),
    },
    (t) => [c.index('upload_files_by_blob').on(t.blobHash)],
  );

/** Files that tools and nodes made. */
export const toolFiles = (c: Columns) =>
  c.table(
    'tool_files',
    {
      id: c.id(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      /** The end user or account for whom it was made. */
      userId: c.ref('user_id').notNull(),
      conversationId: c.ref<ConversationId>('conversation_id'),
      blobHash: c.ref('file_key').notNull(),
      name: c.text('name').notNull(),
      mimeType: c.text('mimetype').notNull(),
      originalUrl: c.text('original_url'),
      size: c.integer('size').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [c.index('tool_files_by_conversation').on(t.conversationId), c.index('tool_files_by_blob').on(t.blobHash)],
  );

/** Bytes that the rows above and below name by their SHA-256. A row without references may be swept once it is old. */
export const blobs = (c: Columns) =>
  c.table('blobs', {
    hash: c.text('hash').primaryKey(),
    size: c.integer('size').notNull(),
    createdAt: c.instant('created_at').notNull(),
    /** When somebody last stored the same bytes. */
    touchedAt: c.instant('touched_at').notNull(),
  });

/**
 * Values too large for their row: where they belong, and the blob that has them. `holderId` is a run (or a single step
 * of the studio); `place` names row and column within it.
 */
export const payloadBlobs = (c: Columns) =>
  c.table(
    'payload_blobs',
    { holderId: c.ref('holder_id').notNull(), place: c.text('place').notNull(), hash: c.ref('hash').notNull() },
    (t) => [c.primaryKey({ columns: [t.holderId, t.place] }), c.index('payload_blobs_by_hash').on(t.hash)],
  );
