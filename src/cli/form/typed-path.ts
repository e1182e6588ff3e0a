import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from '../io.ts';

/**
 * A path as people type it, or as a terminal types it for whoever drops a file on it: in quotes, with blanks escaped,
 * with the home folder as `~`. On Windows a backslash parts folders.
 */
export function typedPath(typed: string, home: string | undefined, isWindows = process.platform === 'win32'): string {
  const quoted = /^(['"])(.*)\1$/.exec(typed.trim());
  if (quoted) return quoted[2] ?? '';
  const path = isWindows ? typed.trim() : typed.trim().replaceAll(/\\(.)/g, '$1');
  if (path === '-') return './-'; // a file of that name, not standard input
  return home !== undefined && /^~(?=$|[\\/])/.test(path) ? home + path.slice(1) : path;
}

/** The files and folders that a typed path may become. */
export const pathsStartingWith =
  ({ cwd, env }: Pick<Io, 'cwd' | 'env'>) =>
  (typed: string): string[] => {
    const [folder = '', start = ''] = /^(.*[\\/])?(.*)$/.exec(typed)?.slice(1) ?? [];
    try {
      return readdirSync(resolve(cwd, typedPath(folder, env['HOME']) || '.'), { withFileTypes: true })
        .filter(({ name }) => name.startsWith(start) && (start !== '' || !name.startsWith('.')))
        .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`);
    } catch {
      return []; // no such folder: nothing to offer
    }
  };
