import type { FileReference } from '../../engine/index.ts';
import type { RunFiles } from '../capabilities.ts';
import type { ReadReply } from './response.ts';

/** Keeps a reply that is a file, under the name the server gives or the one its address ends in. */
export async function storeReply(reply: ReadReply, url: string, files: RunFiles): Promise<FileReference> {
  const { default: mime } = await import('mime-types');
  const given = reply.disposition?.filename;
  const addressed = url.split(/[?#]/)[0]?.split('/').slice(3).at(-1) ?? '';
  const mimeType =
    (given && mime.lookup(given)) || reply.contentType || mime.lookup(addressed) || 'application/octet-stream';
  const name = given || addressed || 'response';
  const extension = name.includes('.') ? false : mime.extension(mimeType);
  return files.store({ bytes: reply.body, filename: extension ? `${name}.${extension}` : name, mimeType });
}
