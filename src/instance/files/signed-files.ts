import { type Clock, KnownError, type TenantId, toUnixSeconds, type UploadFileId } from '../../kernel/index.ts';
import type { OpenedFile } from '../../operations/index.ts';
import type { Signer } from '../../platform/secrets/index.ts';
import type { Storage } from '../../storage/index.ts';

/** The query of a signed link, as it came. */
export interface Signature {
  readonly timestamp: string;
  readonly nonce: string;
  readonly sign: string;
}

/** Files behind links that carry their own permission. */
export interface SignedFiles {
  /** True for a link that this instance has signed and that is not too old. `text` is what stands before the time. */
  isValid(text: string, signature: Signature): boolean;
  openUpload(id: string): Promise<OpenedFile>;
  openToolFile(id: string): Promise<OpenedFile>;
  /** The logo that a workspace shows instead of Dify's. */
  openLogo(workspaceId: string): Promise<OpenedFile>;
}

interface SignedFilesOptions {
  readonly storage: () => Storage;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly maxAgeSeconds: number;
}

export function openSignedFiles({ storage, signer, clock, maxAgeSeconds }: SignedFilesOptions): SignedFiles {
  const opened = (row: {
    readonly blobHash: string;
    readonly name: string;
    readonly mimeType: string;
    readonly size: number;
  }) => ({
    ...{ name: row.name, mimeType: row.mimeType, size: row.size },
    open: (range?: Parameters<OpenedFile['open']>[0]) => storage().blobs.openStream(row.blobHash, range),
  });
  const lookups = () => storage().system.lookups;
  const openUpload = async (id: string) => {
    const row = await lookups().findUploadFile(id as UploadFileId); // the signature says that it may be shown
    if (row) return opened(row);
    throw new KnownError('file_not_found');
  };
  return {
    isValid(text, { timestamp, nonce, sign }) {
      const age = toUnixSeconds(clock.now()) - Number(timestamp);
      const isTimely = /^\d{1,12}$/.test(timestamp) && age <= maxAgeSeconds && age >= -maxAgeSeconds;
      return signer.verify(`${text}|${timestamp}|${nonce}`, sign) && isTimely;
    },
    openUpload,
    async openToolFile(id) {
      const row = await lookups().findToolFile(id);
      if (row) return opened(row);
      throw new KnownError('file_not_found');
    },
    async openLogo(workspaceId) {
      const tenant = await storage().system.tenants.find(workspaceId as TenantId); // open to everybody
      const logo = tenant?.customConfig?.['replace_webapp_logo'];
      if (typeof logo !== 'string' || logo === '')
        throw new KnownError('not_found', { message: 'webapp logo is not found' });
      return openUpload(logo);
    },
  };
}
