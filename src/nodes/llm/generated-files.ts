import type { FileReference } from '../../engine/index.ts';
import type { LanguageChunk } from '../../models/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'audio/mpeg': 'mp3',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
};

/** Keeps a picture or other medium that the model made, and gives the Markdown that stands for it in the text. */
export async function keepFile(
  chunk: Extract<LanguageChunk, { type: 'file' }>,
  store: NodeCapabilities['files'],
  made: FileReference[],
): Promise<string> {
  const extension = EXTENSIONS[chunk.mimeType] ?? chunk.mimeType.split('/').at(-1) ?? 'bin';
  const filename = `generated-${made.length + 1}.${extension}`;
  const file = await store.store({ bytes: chunk.data, filename, mimeType: chunk.mimeType });
  made.push(file);
  const url = file.url ?? '';
  return file.kind === 'image' ? `![](${url})` : `[${file.filename}](${url})`;
}
