import { KnownError } from '../../kernel/index.ts';
import { fileRequest, outboundReason } from '../../platform/outbound/index.ts';
import type { UploadFile } from '../../storage/index.ts';
import { describeFile } from '../files/file-kind.ts';
import { uploadFile } from '../files/upload-file.ts';
import type { Scope } from '../scope.ts';

type Needs = Pick<Scope, 'stores' | 'uploads' | 'fetch'>;

interface RemoteRequest {
  readonly url: string;
  readonly signal: AbortSignal;
}

/** What a remote server says about a file. */
export interface RemoteFileFacts {
  /** As it says it, with parameters. */
  readonly contentType: string;
  /** -1 when it does not say. */
  readonly size: number;
}

/** Type and length of a remote file, without fetching it. Servers that know no HEAD are asked with GET. */
export async function describeRemoteFile(
  scope: Pick<Needs, 'fetch'>,
  request: RemoteRequest,
): Promise<RemoteFileFacts> {
  const { url, signal } = checked(request);
  let response = await reach(scope, url, { method: 'HEAD', signal });
  if (!response.ok) response = await reach(scope, url, { signal });
  await response.body?.cancel();
  requireOk(response, url);
  return {
    contentType: response.headers.get('content-type') ?? 'application/octet-stream',
    size: sizeOf(response),
  };
}

/** Fetches a remote file and keeps it as an upload of the caller. */
export async function uploadRemoteFile(scope: Needs, request: RemoteRequest): Promise<UploadFile> {
  const { url, signal } = checked(request);
  const response = await reach(scope, url, { signal });
  if (!response.ok) await response.body?.cancel(); // what nobody reads would keep its connection
  requireOk(response, url);
  const mimeType = mimeTypeOf(response);
  const { filename } = describeFile({ url, ...(mimeType !== undefined && { mimeType }) });
  if (!response.body) throw new KnownError('remote_file_upload_error', { message: `${url} answered nothing.` });
  return uploadFile(scope, {
    filename: filename.replace(/[/\\:*?"<>|\0]/g, '_'),
    mimeType: mimeType ?? 'application/octet-stream',
    content: piecesOf(response.body, url),
  });
}

async function reach({ fetch }: Pick<Needs, 'fetch'>, url: string, { signal, method }: Asking): Promise<Response> {
  try {
    return await fetch(url, { ...fileRequest(signal), ...(method && { method }) });
  } catch (error) {
    throw ofCaller(error, url);
  }
}

interface Asking {
  readonly signal: AbortSignal;
  readonly method?: 'HEAD';
}

/** The body, whose end may be worse than its beginning. */
async function* piecesOf(body: AsyncIterable<Uint8Array>, url: string): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw ofCaller(error, url);
  }
}

/** An address that cannot be reached is the caller's matter, like one that may not be. */
function ofCaller(cause: unknown, url: string): KnownError {
  if (cause instanceof KnownError) return cause;
  const message = `${url} cannot be reached: ${outboundReason(cause)}`;
  return new KnownError('remote_file_upload_error', { message, cause });
}

function checked(request: RemoteRequest): RemoteRequest {
  if (/^https?:\/\/./i.test(request.url) && URL.canParse(request.url)) return request;
  throw new KnownError('invalid_param', { message: 'url must be an http:// or https:// address' });
}

function requireOk(response: Response, url: string): void {
  if (response.ok) return;
  throw new KnownError('remote_file_upload_error', { message: `Failed to fetch file from ${url}: ${response.status}` });
}

function sizeOf({ headers }: Response): number {
  const length = headers.get('content-length') ?? '';
  return /^\d{1,15}$/.test(length) ? Number(length) : -1;
}

function mimeTypeOf({ headers }: Response): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim() || undefined;
}
