import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { errorText, KnownError } from '../../kernel/index.ts';

/**
 * Native files must lie on a disk to be loaded. Each lies in a folder named after its content, so that versions do not
 * meet; the folder is ours alone, so that what was verified is what is loaded.
 */

export interface CachedFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly read: () => Uint8Array;
}

/** `DIFY_CACHE_DIR`, else the user's cache folder. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env['DIFY_CACHE_DIR']) return env['DIFY_CACHE_DIR'];
  if (process.platform === 'win32' && env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'dify', 'cache');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'dify');
}

/** The path of a verified copy below `root`; written when it is missing or damaged. */
export function unpack(file: CachedFile, root: string): string {
  const folder = join(root, file.sha256.slice(0, 32));
  const path = join(folder, basename(file.fileName));
  try {
    openPrivateFolder(folder);
    if (hashOf(path) !== file.sha256) replace(path, file.read());
  } catch (error) {
    throw unusable(root, errorText(error), error);
  }
  return path;
}

/** What to say when the cache folder cannot serve, also when loading from it fails (a mount with `noexec`). */
export function unusable(root: string, reason: string, cause: unknown): KnownError {
  return new KnownError('cache_directory_invalid', {
    message: `The cache directory ${root} cannot be used: ${reason}`,
    hint: 'Set DIFY_CACHE_DIR to a directory of your own that is writable and not mounted noexec.',
    cause,
  });
}

function openPrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid === undefined) return; // Windows: the profile folder is the user's by its access list
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is not a directory`);
  if (found.uid !== process.getuid()) throw new Error(`${folder} belongs to another user (id ${found.uid})`);
  if ((found.mode & 0o022) !== 0) throw new Error(`${folder} can be written by other users`);
}

function hashOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined; // missing or unreadable: it is written anew
  }
}

/** Complete or not at all: another process may be loading the file this very moment. */
function replace(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
