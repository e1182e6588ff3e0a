import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorText, KnownError, recogniseFullDisk } from '../../kernel/index.ts';

/** Makes the data directory, for its owner only, where there is none. */
export function openDataDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  try {
    makeFolder(path);
  } catch (thrown) {
    const error = recogniseFullDisk(thrown);
    if (error instanceof KnownError) throw error;
    const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new KnownError('data_directory_invalid', {
      message: isTaken
        ? `The data directory ${path} cannot be made: a file of that name is there`
        : `The data directory ${path} cannot be made: ${errorText(error)}`,
      hint: 'Choose another one with --data-dir or DIFY_DATA_DIR.',
      cause: error,
    });
  }
}

/** Not `recursive`: where a parent exists but holds no folders (`/proc/x`), Node 26 tries for ever. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || statSync(parent, { throwIfNoEntry: false })) throw error;
    makeFolder(parent);
    mkdirSync(path, { mode: 0o700 });
  }
}
