import { extname } from 'node:path';
import { KnownError } from '../../kernel/index.ts';
import type { UploadFile } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { describeFile } from './file-kind.ts';

export interface UploadFileRequest {
  readonly filename: string;
  readonly mimeType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * What a name may not hold (Dify 1.13 services/file_service.py; before it refused `:*?"<>|`, too). A name is never part of
 * a path of ours: bytes are kept under their hash.
 */
const FORBIDDEN = /[/\\\0]/;
/** In characters; what is longer is cut, and keeps its extension. */
const MAX_NAME = 200;

/** A file whose bytes are stored, and which belongs to nobody yet: unless it is kept soon, it is swept. */
export type StoredUpload = Pick<UploadFile, 'name' | 'extension' | 'mimeType' | 'blobHash' | 'size'>;

/** Keeps a file of a person, within the limits of its kind. */
export async function uploadFile(
  scope: Pick<Scope, 'stores' | 'uploads'>,
  request: UploadFileRequest,
): Promise<UploadFile> {
  return keepUpload(scope, await storeUpload(scope, request));
}

/** The first half: for callers who learn whose file it is only behind its bytes. */
export async function storeUpload(scope: Pick<Scope, 'uploads'>, request: UploadFileRequest): Promise<StoredUpload> {
  const filename = checkedName(request.filename);
  const described = describeFile({ filename, mimeType: request.mimeType });
  const extension = described.extension.replace(/^\./, '').toLowerCase();
  if (scope.uploads.blockedExtensions.includes(extension)) {
    throw new KnownError('file_extension_blocked', {
      message: `File extension '.${extension}' is not allowed for security reasons.`,
    });
  }
  const maxBytes = scope.uploads.maxBytes[described.kind];
  const { hash, size } = await scope.uploads.blobs.putStream(request.content, { maxBytes });
  return { name: filename, extension, mimeType: described.mimeType, blobHash: hash, size };
}

/** The second half: the file is the caller's from now on. */
export function keepUpload(
  { stores, uploads }: Pick<Scope, 'stores' | 'uploads'>,
  stored: StoredUpload,
): Promise<UploadFile> {
  return stores.uploadFiles.create({ ...stored, ...uploads.maker });
}

function checkedName(name: string): string {
  if (name === '') throw new KnownError('filename_not_exists_error');
  if (FORBIDDEN.test(name)) throw new KnownError('invalid_param', { message: 'Filename contains invalid characters' });
  const letters = [...name.toWellFormed()];
  if (letters.length <= MAX_NAME) return letters.join('');
  const extension = [...extname(letters.join(''))].slice(0, MAX_NAME / 2);
  return [...letters.slice(0, MAX_NAME - extension.length), ...extension].join('');
}
