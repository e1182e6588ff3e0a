import type { HttpReply, NodeLimits } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';
import { type ContentDisposition, parseContentDisposition } from './content-disposition.ts';

/** Dify core/workflow/nodes/http_request/entities.py: what of a reply is a file, what is text. */
export interface ReadReply {
  readonly status: number;
  /** Names in lower case; values of one name joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly isFile: boolean;
  readonly contentType: string;
  readonly disposition: ContentDisposition | undefined;
}

export async function readReply(reply: HttpReply, limits: NodeLimits['http']): Promise<ReadReply> {
  const headers = joinHeaders(reply.headers);
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const disposition = headers['content-disposition']
    ? parseContentDisposition(headers['content-disposition'])
    : undefined;
  const isFile = hasFileDisposition(disposition) || (await isBinary(contentType, reply.body));
  const read = { status: reply.status, headers, body: reply.body, isFile, contentType, disposition };
  refuseLarge(read, limits);
  return read;
}

function joinHeaders(pairs: HttpReply['headers']): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(joined);
}

function hasFileDisposition(disposition: ContentDisposition | undefined): boolean {
  return disposition?.type === 'attachment' || disposition?.filename !== undefined;
}

const textualApplications = ['json', 'xml', 'javascript', 'x-www-form-urlencoded', 'yaml', 'graphql'];
const binaryKinds = ['application', 'image', 'audio', 'video'];

async function isBinary(contentType: string, body: Uint8Array): Promise<boolean> {
  if (contentType.startsWith('text/') && !contentType.includes('csv')) return false;
  if (contentType.startsWith('application/')) {
    if (textualApplications.some((kind) => contentType.includes(kind)) || looksLikeText(body)) return false;
  }
  const known = await usualType(contentType);
  if (known) return binaryKinds.some((kind) => known.startsWith(`${kind}/`));
  return ['image/', 'audio/', 'video/'].some((kind) => contentType.includes(kind));
}

/** The type of the extension that files of this content type have; false for types nobody has registered. */
async function usualType(contentType: string): Promise<string | false> {
  const { default: mime } = await import('mime-types');
  const extension = mime.extension(contentType);
  return extension && mime.lookup(extension);
}

const SAMPLE_BYTES = 1024;
const CODE_MARKS = ['{', '[', '<', 'function', 'var ', 'const ', 'let '];

function looksLikeText(body: Uint8Array): boolean {
  try {
    const sample = new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(0, SAMPLE_BYTES));
    return CODE_MARKS.some((mark) => sample.includes(mark));
  } catch {
    return false; // not UTF-8
  }
}

function refuseLarge({ isFile, body }: ReadReply, limits: NodeLimits['http']): void {
  const limit = isFile ? limits.maxBinaryBytes : limits.maxTextBytes;
  if (body.length > limit) throw tooLarge(isFile ? 'File' : 'Text', limit, readableSize(body.length));
}

export function tooLarge(kind: 'File' | 'Text', limitBytes: number, size: string): NodeError {
  const limit = `${(limitBytes / MEBIBYTE).toFixed(2)} MB`;
  return new NodeError(
    'ResponseSizeError',
    `${kind} size is too large, max size is ${limit}, but current size is ${size}.`,
  );
}

const KIBIBYTE = 1024;
const MEBIBYTE = KIBIBYTE ** 2;

export function readableSize(bytes: number): string {
  if (bytes < KIBIBYTE) return `${bytes} bytes`;
  return bytes < MEBIBYTE ? `${(bytes / KIBIBYTE).toFixed(2)} KB` : `${(bytes / MEBIBYTE).toFixed(2)} MB`;
}

/** The body as text, in the charset the server names, else as UTF-8. */
export function textOf({ headers, body }: ReadReply): string {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1];
  return decoderOf(charset).decode(body);
}

function decoderOf(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder(); // a charset nobody knows
  }
}
