import { mkdirSync } from 'node:fs';
import { errorText, KnownError } from '../kernel/index.ts';

/** Makes the data directory, for its owner only, where there is none. */
export function openDataDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new KnownError('data_directory_invalid', {
      message: `The data directory ${path} cannot be made: ${errorText(error)}`,
      hint: 'Choose another one with --data-dir or DIFY_DATA_DIR.',
      cause: error,
    });
  }
}
