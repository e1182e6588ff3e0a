import type { FileReference } from '../../engine/index.ts';
import { type JsonObject, KnownError } from '../../kernel/index.ts';
import { parseContentDisposition } from '../../nodes/index.ts';
import { describeFile } from '../../operations/index.ts';
import { fileRequest, type Outbound, outboundReason } from '../../platform/outbound/index.ts';

type Network = Pick<Outbound, 'fetch'>;

/**
 * A file object of a request that names an address (spec/api.md 6.3). What it does not tell of the file, its host may; it
 * is not asked without a way to it.
 */
export async function remoteFile(outbound: Network | undefined, mapping: JsonObject): Promise<FileReference> {
  const text = (key: string) => (typeof mapping[key] === 'string' && mapping[key] !== '' ? mapping[key] : undefined);
  const url = text('url') ?? text('remote_url');
  if (url === undefined || !/^https?:\/\//.test(url)) {
    throw new KnownError('invalid_param', {
      message: `A remote file needs a "url" that starts with http:// or https://, got ${JSON.stringify(url ?? null)}.`,
    });
  }
  const [filename, mimeType] = [text('filename'), text('mime_type')];
  const size = typeof mapping['size'] === 'number' ? mapping['size'] : undefined;
  const isKnown = filename !== undefined && mimeType !== undefined && size !== undefined;
  const told = isKnown || !outbound ? {} : await askHost(outbound, url);
  const { kind, ...described } = describe(url, {
    ...told,
    ...(filename && { filename }),
    ...(mimeType && { mimeType }),
  });
  const declared = (['image', 'document', 'audio', 'video', 'custom'] as const).find(
    (name) => name === mapping['type'],
  );
  return {
    ...{ kind: declared ?? kind, transferMethod: 'remote_url', remoteUrl: url, url },
    ...{ size: size ?? told.size ?? -1, ...described },
  };
}

interface Told {
  readonly filename?: string;
  /** As the header has it, without parameters. */
  readonly contentType?: string;
  /** In bytes. */
  readonly size?: number;
}

/** As long as Dify waits (1.x `SSRF_DEFAULT_CONNECT_TIME_OUT`). */
const PATIENCE_MS = 5_000;

/** What the host of a file says of it; nothing when it does not answer: whoever reads the file is told why. */
async function askHost(outbound: Network, url: string): Promise<Told> {
  try {
    const response = await outbound.fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return response.ok ? factsIn(response.headers) : {};
  } catch {
    return {};
  }
}

function factsIn(headers: Headers): Told {
  const filename = unescaped(parseContentDisposition(headers.get('content-disposition') ?? '').filename ?? '').trim();
  const contentType = headers.get('content-type')?.split(';', 1)[0]?.trim();
  const length = headers.get('content-length') ?? '';
  return {
    ...(filename && { filename }),
    ...(contentType && { contentType }),
    ...(/^\d{1,15}$/.test(length) && { size: Number(length) }),
  };
}

/** Many hosts escape plain names, too. */
function unescaped(name: string): string {
  try {
    return decodeURIComponent(name).split(/[\\/]/).at(-1) ?? '';
  } catch {
    return name; // a stray percent sign: the name as it stands
  }
}

/** The header counts where the name says nothing. (Dify 1.x factories/file_factory.py, `_get_remote_file_info`) */
function describe(url: string, known: Told & { readonly mimeType?: string }) {
  const { contentType, ...named } = known;
  const byName = describeFile({ url, ...named });
  if (!contentType || byName.mimeType !== NOTHING_IN_PARTICULAR) return byName;
  const { extension, ...byType } = describeFile({ filename: 'file', mimeType: contentType });
  return { ...byType, filename: byName.filename, extension: extension || byName.extension };
}

const NOTHING_IN_PARTICULAR = 'application/octet-stream';

export async function download(
  outbound: Network,
  file: FileReference,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = file.remoteUrl ?? file.url ?? '';
  const { limits, signal: patience } = fileRequest(signal);
  try {
    const response = await outbound.fetch(url, { signal: patience, limits: { ...limits, maxBytes } });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    throw new KnownError('remote_file_upload_error', { message: `${url} answered ${response.status}.` });
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof KnownError) throw cause;
    const message = `${url} cannot be fetched: ${outboundReason(cause)}`;
    throw new KnownError('remote_file_upload_error', { message, cause });
  }
}
