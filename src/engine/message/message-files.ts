import { idFromText } from '../../kernel/index.ts';
import type { FileReference } from '../variables/file-reference.ts';

/*
 * The ids of files as parts of a message. They are made from what is known wherever a message is told of, so that the
 * events of its run and its history name a file alike (Dify 1.x: the row of `message_files`).
 */

/** Of a file that came with the question, by its place among them. */
export function askedFileId(messageId: string, place: number): string {
  return idFromText(`file ${messageId} user ${place}`);
}

/** Of a file that the answer shows: the same however often it shows it. */
export function shownFileId(messageId: string, { relatedId, remoteUrl }: FileReference): string {
  return idFromText(`file ${messageId} assistant ${relatedId ?? remoteUrl ?? ''}`);
}
