import { askedFileId, type FileReference, fileFromJson, fileToJson, shownFileId } from '../../engine/index.ts';
import { isJsonObject, type JsonArray, type JsonObject } from '../../kernel/index.ts';
import type { EncoderState } from './encoder-state.ts';
import type { StreamContext } from './stream-event.ts';

/**
 * The files of a message at its end. A graph tells of those that its answer shows; apps without one of all that the
 * message has, the question's among them, or of none with null. (Dify 1.x core/app/task_pipeline/message_file_utils.py)
 */
export function messageFilesToWire(context: StreamContext, { files }: EncoderState): JsonArray | null {
  if (context.mode === 'advanced-chat') return files.map(fileToJson);
  const messageId = context.messageId ?? '';
  const asked = askedFiles(context).map((file, place) => toWire(askedFileId(messageId, place), file));
  const shown = files.map((file) => toWire(shownFileId(messageId, file), file));
  return asked.length + shown.length > 0 ? [...asked, ...shown] : null;
}

function askedFiles({ inputs }: StreamContext): readonly FileReference[] {
  const files = inputs['sys.files'];
  if (!Array.isArray(files)) return [];
  return files.filter(isJsonObject).flatMap((file) => fileFromJson(file) ?? []);
}

/** `id`: of the file as a part of the message. */
function toWire(id: string, file: FileReference): JsonObject {
  const { relatedId = id, remoteUrl = '', url = remoteUrl } = file;
  return {
    ...{ related_id: id, upload_file_id: relatedId, type: file.kind, transfer_method: file.transferMethod },
    ...{ filename: file.filename, extension: file.extension },
    mime_type: file.mimeType || 'application/octet-stream',
    size: Math.max(file.size, 0),
    ...{ url, remote_url: file.transferMethod === 'remote_url' ? remoteUrl : '' },
  };
}
