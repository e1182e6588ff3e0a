import { extname } from 'node:path';
import type { FileKind } from '../../engine/index.ts';
import { extensionOf, mediaTypeOf } from './media-types.ts';

/** Dify api/constants/__init__.py (1.x), lower case, without the dot. */
export const fileExtensions = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'svg'],
  video: ['mp4', 'mov', 'mpeg', 'webm'],
  audio: ['mp3', 'm4a', 'wav', 'amr', 'mpga'],
  document: [
    'txt',
    'markdown',
    'md',
    'mdx',
    'pdf',
    'html',
    'htm',
    'xlsx',
    'xls',
    'docx',
    'csv',
    'vtt',
    'properties',
    'doc',
    'eml',
    'msg',
    'pptx',
    'xml',
    'epub',
    'ppt',
    'json',
    'yaml',
    'yml',
  ],
} as const satisfies Record<Exclude<FileKind, 'custom'>, readonly string[]>;

/** The kind of a file by its extension, else by its media type. */
function fileKindOf(extension: string, mimeType: string): FileKind {
  const bare = extension.replace(/^\./, '').toLowerCase();
  const [byExtension] =
    Object.entries(fileExtensions).find(([, list]) => (list as readonly string[]).includes(bare)) ?? [];
  if (byExtension) return byExtension as FileKind; // a key of the table
  const [family] = mimeType.split('/');
  if (family === 'image' || family === 'video' || family === 'audio') return family;
  return family === 'text' ? 'document' : 'custom';
}

/** Name, extension (with dot) and media type of a file, each from what is known of the others. */
export function describeFile(known: { readonly filename?: string; readonly mimeType?: string; readonly url?: string }) {
  const filename = known.filename || nameFromUrl(known.url) || 'file';
  const fromName = extname(filename).toLowerCase();
  const mimeType = known.mimeType || mediaTypeOf(fromName) || 'application/octet-stream';
  const guessed = extensionOf(mimeType);
  const extension = fromName || (guessed && mimeType !== 'application/octet-stream' ? `.${guessed}` : '');
  return { filename, extension, mimeType, kind: fileKindOf(extension, mimeType) };
}

function nameFromUrl(url: string | undefined): string {
  const path = url === undefined ? undefined : URL.parse(url)?.pathname;
  const last = path?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // a stray percent sign: the name as it stands
  }
}
