import type { Readable } from 'node:stream';
import { KnownError, type UploadFileId } from '../../kernel/index.ts';
import type { App, ByteRange, UploadFile } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

interface OfFile {
  readonly app: App;
  readonly user: string;
  readonly fileId: UploadFileId;
}

/** What a face needs to hand a file out. */
export interface OpenedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  open(range?: ByteRange): Promise<Readable>;
}

type Needs = Pick<Scope, 'stores' | 'chatOwner'>;

/** A file that the person has uploaded. */
export async function getFile(scope: Needs, { app, user, fileId }: OfFile): Promise<UploadFile> {
  const file = await scope.stores.uploadFiles.find(fileId, await scope.chatOwner(app.id, user));
  if (file) return file;
  throw new KnownError('file_not_found');
}

/** Deletes a file that the person has uploaded; messages that use it keep its name. */
export async function deleteFile(scope: Needs, request: OfFile): Promise<void> {
  const { id } = await getFile(scope, request);
  await scope.stores.uploadFiles.delete(id);
}

/** A file that a message of the app uses, or that the person has uploaded. */
export async function openAppFile(
  scope: Needs & Pick<Scope, 'uploads'>,
  { app, user, fileId }: OfFile,
): Promise<OpenedFile> {
  const { uploadFiles } = scope.stores;
  const owner = await scope.chatOwner(app.id, user);
  const file = (await uploadFiles.findUsedIn(app.id, fileId)) ?? (await uploadFiles.find(fileId, owner));
  if (file) return { ...file, open: (range) => scope.uploads.blobs.openStream(file.blobHash, range) };
  const isElsewhere = (await uploadFiles.find(fileId)) !== undefined;
  throw new KnownError(isElsewhere ? 'file_access_denied' : 'file_not_found');
}
