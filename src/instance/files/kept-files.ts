import type { FileReference } from '../../engine/index.ts';
import { type AccountId, type JsonObject, type JsonValue, KnownError, type UploadFileId } from '../../kernel/index.ts';
import type { RunFiles } from '../../nodes/index.ts';
import { describeFile, type RunFileStore } from '../../operations/index.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import {
  type BlobStore,
  type ChatOwner,
  makerColumns,
  type TenantStores,
  type UploadFile,
} from '../../storage/index.ts';
import { download, remoteFile } from './remote-files.ts';

interface KeptFilesOptions {
  readonly stores: TenantStores;
  readonly blobs: BlobStore;
  readonly outbound: Pick<Outbound, 'fetch'>;
  /** Who keeps files, and whose files a request or a run may name; everybody's of the workspace when absent. */
  readonly owner: ChatOwner | undefined;
  /** Who has made a file when nobody in particular did. */
  readonly fallbackMaker: AccountId;
  /** The address under which a client may fetch a stored file for a while. */
  readonly signedUrl: (id: UploadFileId) => string;
}

/** Files of runs in the data directory. A reference alone opens nothing: its id is looked up among the owner's files. */
export function createKeptFiles(options: KeptFilesOptions): RunFiles & RunFileStore {
  const { stores, blobs, outbound } = options;
  const toReference = (row: UploadFile): FileReference => ({
    id: row.id,
    kind: describeFile({ filename: row.name, mimeType: row.mimeType ?? '' }).kind,
    transferMethod: 'local_file',
    relatedId: row.id,
    filename: row.name,
    extension: row.extension === '' ? '' : `.${row.extension}`,
    mimeType: row.mimeType ?? 'application/octet-stream',
    size: row.size,
    url: options.signedUrl(row.id),
  });
  return {
    async store({ bytes, filename, mimeType }) {
      const described = describeFile({ filename, mimeType });
      const { hash, size } = await blobs.put(bytes);
      const row = await stores.uploadFiles.create({
        name: described.filename,
        extension: described.extension.replace(/^\./, ''),
        mimeType: described.mimeType,
        blobHash: hash,
        size,
        ...makerOf(options),
      });
      return toReference(row);
    },
    async resolve(mapping, { asksHost = true } = {}) {
      const isRemote = mapping['transfer_method'] === 'remote_url';
      const id = storedIdIn(mapping);
      if (isRemote && !id) return remoteFile(asksHost ? outbound : undefined, mapping);
      const row = typeof id === 'string' ? await findOwn(options, id) : undefined;
      if (!row)
        throw new KnownError('invalid_param', { message: `Invalid upload file: ${JSON.stringify(id ?? null)}` });
      const reference = { ...toReference(row), ...declaredKind(mapping['type']) };
      if (!isRemote) return reference;
      return { ...reference, transferMethod: 'remote_url', remoteUrl: reference.url ?? '' };
    },
    async read(file, { maxBytes, signal }) {
      if (file.transferMethod === 'remote_url' && !file.relatedId) return download(outbound, file, maxBytes, signal);
      const row = await findReadable(options, file.relatedId);
      if (!row) throw new KnownError('file_not_found', { message: `The file "${file.filename}" is not there.` });
      if (row.size > maxBytes) {
        throw new KnownError('file_too_large', {
          message: `"${row.name}" has ${row.size} bytes, allowed are ${maxBytes}.`,
        });
      }
      return blobs.read(row.blobHash);
    },
  };
}

/**
 * The id of a stored file, under whichever name a client has learnt it. A remote one has one when it was fetched before
 * (Dify 1.x factories/file_factory.py; web apps send it beside the address of their copy).
 */
function storedIdIn(mapping: JsonObject): JsonValue | undefined {
  const names = ['upload_file_id', 'tool_file_id', 'datasource_file_id', 'related_id'];
  return names.map((name) => mapping[name]).find(Boolean);
}

/** Some clients write ids in capitals. */
function findOwn({ stores, owner }: KeptFilesOptions, id: string): Promise<UploadFile | undefined> {
  return stores.uploadFiles.find(id.toLowerCase() as UploadFileId, owner); // no row has another kind of id
}

/** Anybody can write what looks like a file: a run reads those of its owner, and what belongs to nobody in particular. */
async function findReadable(
  { stores, owner, fallbackMaker }: KeptFilesOptions,
  id = '',
): Promise<UploadFile | undefined> {
  const { uploadFiles } = stores;
  const found = await uploadFiles.find(id as UploadFileId, owner); // no row has another kind of id
  return found ?? (owner && uploadFiles.find(id as UploadFileId, { accountId: fallbackMaker }));
}

function makerOf({ owner, fallbackMaker }: KeptFilesOptions) {
  return owner ? makerColumns(owner) : ({ createdBy: fallbackMaker, createdByRole: 'account' } as const);
}

/** A request may narrow what a file counts as. */
function declaredKind(type: unknown): Partial<FileReference> {
  const kind = (['image', 'document', 'audio', 'video', 'custom'] as const).find((name) => name === type);
  return kind ? { kind } : {};
}
