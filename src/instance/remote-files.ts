import type { FileReference } from '../engine/index.ts';
import { type JsonObject, KnownError } from '../kernel/index.ts';
import { describeFile } from '../operations/index.ts';
import type { Outbound } from '../platform/outbound/index.ts';

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
