import { type Dirent, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from '../io.ts';

/**
 * A path as people type it, or as a terminal types it for whoever drops a file on it: in quotes, with blanks escaped,
 * with the home folder as `~`. On Windows a backslash parts folders.
 */
export function typedPath(typed: string, home: string | undefined, isWindows = process.platform === 'win32'): string {
  const quoted = /^(['"])(.*)\1$/.exec(typed.trim());
  return quoted ? (quoted[2] ?? '') : unquotedPath(typed.trim(), home, isWindows);
}

function unquotedPath(typed: string, home: string | undefined, isWindows: boolean): string {
  const path = isWindows ? typed : typed.replaceAll(/\\(.)/g, '$1');
  if (path === '-') return './-'; // a file of that name, not standard input
  return home !== undefined && /^~(?=$|[\\/])/.test(path) ? home + path.slice(1) : path;
}

/** What a typed path may go on as: the files and folders of its folder, in the quotes that were opened. */
export const pathsStartingWith =
  ({ cwd, env }: Pick<Io, 'cwd' | 'env'>, isWindows = process.platform === 'win32') =>
  (typed: string): string[] => {
    const [, quote = '', begun = ''] = /^\s*(['"]?)(.*)$/.exec(typed) ?? [];
    const path = quote ? begun : unquotedPath(begun, env['HOME'], isWindows);
    const [, folder = '', start = ''] = (isWindows ? /^(.*[\\/])?(.*)$/ : /^(.*\/)?(.*)$/).exec(path) ?? [];
    const typable = (rest: string) => (quote || isWindows ? rest : rest.replaceAll('\\', '\\\\'));
    return entriesOf(resolve(cwd, folder || '.'))
      .filter(({ name }) => name.startsWith(start) && (start !== '' || !name.startsWith('.')))
      .map((entry) => `${typed}${typable(entry.name.slice(start.length))}${entry.isDirectory() ? '/' : quote}`);
  };

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // no such folder: nothing to offer
  }
}
