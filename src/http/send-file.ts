import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenedFile } from '../operations/index.ts';

export interface SendFileOptions {
  readonly isAttachment: boolean;
  /** Tool files keep their type when they are downloaded. */
  readonly keepsType?: boolean;
}

/** What a browser shows without running anything of it. Everything else (HTML, SVG, XML, scripts) is a download. */
const HARMLESS =
  /^(image\/(png|jpe?g|gif|webp|avif|bmp|x-icon)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain|application\/(pdf|json))$/;
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** Answers with a file. Uploaded bytes are strangers: nothing of them may run in the name of this server. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: OpenedFile,
  { isAttachment, keepsType = false }: SendFileOptions,
): Promise<void> {
  const mimeType = MIME_TYPE.test(file.mimeType) ? file.mimeType.toLowerCase() : 'application/octet-stream';
  const isDownload = isAttachment || !HARMLESS.test(mimeType);
  if (isDownload) reply.header('content-disposition', dispositionOf(file.name));
  const isTyped = !isAttachment || keepsType;
  reply.header('content-type', isTyped ? withCharset(mimeType) : 'application/octet-stream');
  reply.header('x-content-type-options', 'nosniff');
  // The viewer of PDF files is no document of ours and does not work inside a sandbox.
  if (mimeType !== 'application/pdf' || isDownload)
    reply.header('content-security-policy', "default-src 'none'; sandbox");
  if (/^(audio|video)\//.test(mimeType)) return sendRange(request, reply, file);
  reply.header('content-length', file.size);
  await reply.send(await file.open());
}

/** Players ask for parts: `Range: bytes=FROM-TO` (RFC 9110, 14). Several ranges at once are answered with the whole. */
async function sendRange(request: FastifyRequest, reply: FastifyReply, file: OpenedFile): Promise<void> {
  reply.header('accept-ranges', 'bytes');
  const range = rangeOf(request.headers.range, file.size);
  if (range === 'unsatisfiable') {
    await reply.code(416).header('content-range', `bytes */${file.size}`).type('text/plain').send('');
    return;
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  reply.header('content-length', range ? range.end - range.start + 1 : file.size);
  await reply.send(await file.open(range));
}

function rangeOf(header: string | undefined, size: number) {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? ('unsatisfiable' as const) : { start, end };
}

/** RFC 6266; the name as UTF-8 (RFC 8187). */
function dispositionOf(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}

function withCharset(mimeType: string): string {
  return mimeType.startsWith('text/') ? `${mimeType}; charset=utf-8` : mimeType;
}
