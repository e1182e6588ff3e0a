import type { FileReference } from '../../engine/index.ts';
import { type IdSource, KnownError } from '../../kernel/index.ts';
import type { RunFiles } from '../../nodes/index.ts';
import { describeFile, type RunFileStore } from '../../operations/index.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import { download, remoteFile } from './remote-files.ts';

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
    async resolve(mapping, { asksHost = true } = {}) {
      if (mapping['transfer_method'] === 'remote_url') return remoteFile(asksHost ? outbound : undefined, mapping);
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
