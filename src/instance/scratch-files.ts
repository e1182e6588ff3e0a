import type { FileReference } from '../engine/index.ts';
import { type IdSource, type JsonObject, KnownError } from '../kernel/index.ts';
import type { RunFiles } from '../nodes/index.ts';
import { describeFile, type RunFileStore } from '../operations/index.ts';
import type { Outbound } from '../platform/outbound/index.ts';

/** Files of runs that leave nothing behind: in memory, gone with the process. */
export function createScratchFiles(outbound: Pick<Outbound, 'fetch'>, ids: IdSource): RunFiles & RunFileStore {
  const kept = new Map<string, { readonly bytes: Uint8Array; readonly reference: FileReference }>();
  return {
    async store(file) {
      const id = ids.next();
      const { kind, ...described } = describeFile(file);
      const reference: FileReference = {
        id,
        kind,
        transferMethod: 'local_file',
        relatedId: id,
        size: file.bytes.length,
        ...described,
      };
      kept.set(id, { bytes: file.bytes, reference });
      return reference;
    },
    async resolve(mapping) {
      if (mapping['transfer_method'] === 'remote_url') return remoteFile(mapping);
      const id = mapping['upload_file_id'] ?? mapping['related_id'];
      const found = typeof id === 'string' ? kept.get(id) : undefined;
      if (!found)
        throw new KnownError('invalid_param', { message: `There is no uploaded file ${JSON.stringify(id ?? null)}.` });
      return found.reference;
    },
    async read(file, { maxBytes, signal }) {
      if (file.transferMethod === 'remote_url') return download(outbound, file, maxBytes, signal);
      const found = kept.get(file.relatedId ?? '');
      if (!found) throw new KnownError('file_not_found', { message: `The file "${file.filename}" is not there.` });
      if (found.bytes.length <= maxBytes) return found.bytes;
      throw new KnownError('file_too_large', {
        message: `"${file.filename}" has ${found.bytes.length} bytes, allowed are ${maxBytes}.`,
      });
    },
  };
}

/** A file object of a request that names an address (spec/api.md 6.3). */
export function remoteFile(mapping: JsonObject): FileReference {
  const text = (key: string) => (typeof mapping[key] === 'string' && mapping[key] !== '' ? mapping[key] : undefined);
  const url = text('url') ?? text('remote_url');
  if (url === undefined || !/^https?:\/\//.test(url)) {
    throw new KnownError('invalid_param', {
      message: `A remote file needs a "url" that starts with http:// or https://, got ${JSON.stringify(url ?? null)}.`,
    });
  }
  const [filename, mimeType] = [text('filename'), text('mime_type')];
  const { kind, ...described } = describeFile({ url, ...(filename && { filename }), ...(mimeType && { mimeType }) });
  const declared = (['image', 'document', 'audio', 'video', 'custom'] as const).find(
    (name) => name === mapping['type'],
  );
  const size = typeof mapping['size'] === 'number' ? mapping['size'] : -1;
  return { kind: declared ?? kind, transferMethod: 'remote_url', remoteUrl: url, url, size, ...described };
}

export async function download(
  outbound: Pick<Outbound, 'fetch'>,
  file: FileReference,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = file.remoteUrl ?? file.url ?? '';
  const response = await outbound.fetch(url, { signal, limits: { maxBytes } });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  await response.body?.cancel();
  throw new KnownError('remote_file_upload_error', { message: `${url} answered ${response.status}.` });
}
