import type { JsonObject } from '../../kernel/index.ts';
import type { RunFileStore } from '../scope.ts';

/** A file as somebody at a terminal names it: one of this machine, read already, or an address. */
export type FileContent = { readonly url: string } | { readonly filename: string; readonly bytes: Uint8Array };

/** For the input, or the field of a form, that is called so. */
export type GivenFile = FileContent & { readonly input: string };

/** Its file object, as the API takes it (spec/api.md 6.3): local ones are kept, remote ones only named. */
export async function keepGiven(files: Pick<RunFileStore, 'store'>, file: FileContent): Promise<JsonObject> {
  if ('url' in file) return { transfer_method: 'remote_url', url: file.url };
  const stored = await files.store({ bytes: file.bytes, filename: file.filename, mimeType: '' });
  return { transfer_method: 'local_file', upload_file_id: stored.relatedId ?? null, type: stored.kind };
}
