import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

/**
 * Builds the executable for this machine once for all files of the project; `DIFY_EXECUTABLE` names one that somebody
 * built already. The name also tells the sandbox's own suite whose children to try.
 */
export function setup(): void {
  const given = process.env['DIFY_EXECUTABLE'];
  if (!given) {
    execFileSync(process.execPath, [join(project, 'bin/package.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const name = process.platform === 'win32' ? 'dify.exe' : 'dify';
  process.env['DIFY_EXECUTABLE'] = given ? resolve(given) : join(project, 'dist', name);
}
