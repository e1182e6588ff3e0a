import { list, whole } from '../value-schemas.ts';
import { calledInDify, type Setting, setting } from './setting.ts';

/** Which files are taken, and how many. */
export const fileSettings = {
  uploadDocumentMb: setting(whole(0), 15, 'Largest document', calledInDify('UPLOAD_FILE_SIZE_LIMIT', 'MB')),
  uploadImageMb: setting(whole(0), 10, 'Largest image', calledInDify('UPLOAD_IMAGE_FILE_SIZE_LIMIT', 'MB')),
  uploadVideoMb: setting(whole(0), 100, 'Largest video', calledInDify('UPLOAD_VIDEO_FILE_SIZE_LIMIT', 'MB')),
  uploadAudioMb: setting(whole(0), 50, 'Largest audio file', calledInDify('UPLOAD_AUDIO_FILE_SIZE_LIMIT', 'MB')),
  uploadBatchFiles: setting(whole(0), 5, 'Most files of one upload', calledInDify('UPLOAD_FILE_BATCH_LIMIT')),
  documentBatchFiles: setting(whole(0), 20, 'Most documents added at once', calledInDify('BATCH_UPLOAD_LIMIT')),
  workflowMaxFiles: setting(whole(1), 10, 'Most files of a workflow input', calledInDify('WORKFLOW_FILE_UPLOAD_LIMIT')),
  imageBatchFiles: setting(whole(1), 10, 'Most images of one upload', calledInDify('IMAGE_FILE_BATCH_LIMIT')),
  chunkMaxAttachments: setting(
    whole(1),
    10,
    'Most attachments of a chunk',
    calledInDify('SINGLE_CHUNK_ATTACHMENT_LIMIT'),
  ),
  attachmentImageMb: setting(
    whole(0),
    2,
    'Largest image attached to a chunk',
    calledInDify('ATTACHMENT_IMAGE_FILE_SIZE_LIMIT', 'MB'),
  ),
  uploadBlockedExtensions: setting(
    list.transform((items) => items.map((item) => item.toLowerCase().replace(/^\.+/, ''))),
    [],
    'File extensions that are refused',
    calledInDify('UPLOAD_FILE_EXTENSION_BLACKLIST'),
  ),
  webhookMaxBodyBytes: setting(
    whole(1),
    10 * 1024 * 1024,
    'Largest body of a webhook call',
    calledInDify('WEBHOOK_REQUEST_BODY_MAX_SIZE', 'bytes'),
  ),
} as const satisfies Record<string, Setting>;
