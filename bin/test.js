/**
 * `npm test`: all tests of the rooms under the pinned Node, from whichever Node this was started with. Arguments go to
 * vitest; `npm test -- --project binary` builds the executable and tries that.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
if (!existsSync(node)) {
  process.stderr.write('The dependencies are missing: run `npm ci`\n');
  process.exit(1);
}
const wanted = process.argv.slice(2);
const args = [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  ...(wanted.length > 0 ? wanted : ['--project', 'rooms']),
];
const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
process.exit(status ?? 1);
