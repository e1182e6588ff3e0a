import { askedFileId, type FileReference, type RunEvent, shownFileId, shownFiles } from '../../engine/index.ts';
import type { MessageId, UploadFileId } from '../../kernel/index.ts';
import type { MessageFileRecord } from '../../storage/index.ts';
import type { RecorderOptions } from '../recorder-options.ts';

/** Files that an answer shows are part of its message. */
export function shownFilesOf(event: RunEvent, { facts, isConfigured }: RecorderOptions): MessageFileRecord[] {
  const { messageId, mode } = facts;
  if (messageId === undefined) return [];
  return shownFiles(event, mode).map((file) => ({
    ...messageFile(messageId, file, 'assistant'),
    id: shownFileId(messageId, file),
    isConfigured: file.relatedId !== undefined && (isConfigured?.(file.relatedId) ?? false),
  }));
}

/** The files that came with a question, as its message keeps them. */
export function askedFiles(messageId: MessageId, files: readonly FileReference[]): MessageFileRecord[] {
  return files.map((file, place) => ({ ...messageFile(messageId, file, 'user'), id: askedFileId(messageId, place) }));
}

function messageFile(
  messageId: MessageId,
  { kind, transferMethod, remoteUrl, relatedId }: FileReference,
  belongsTo: MessageFileRecord['belongsTo'],
): Omit<MessageFileRecord, 'id'> {
  return {
    ...{ messageId, belongsTo, transferMethod, type: kind },
    url: remoteUrl ?? null,
    uploadFileId: relatedId === undefined ? null : (relatedId as UploadFileId), // the id of a stored file
  };
}
