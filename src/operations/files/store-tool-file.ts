import type { ToolFile } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { describeFile } from './file-kind.ts';

export interface StoreToolFileRequest {
  readonly filename: string;
  readonly mimeType: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** For whom it was made. */
  readonly userId: string;
}

/** Keeps a file that a tool has made. */
export async function storeToolFile(
  scope: Pick<Scope, 'stores' | 'uploads'>,
  { filename, mimeType, content, userId }: StoreToolFileRequest,
): Promise<ToolFile> {
  const described = describeFile({ filename, mimeType });
  const { hash, size } = await scope.uploads.blobs.putStream(content, {
    maxBytes: scope.uploads.maxBytes[described.kind],
  });
  const name = described.filename;
  return scope.stores.toolFiles.create({ name, mimeType: described.mimeType, blobHash: hash, size, userId });
}
