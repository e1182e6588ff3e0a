import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';
import { type Target, targets } from './manifest.ts';

/**
 * Where this code runs: in the executable, in a bundle made from a working tree (`build/bundle-…`), or as TypeScript
 * (tests, and the build itself).
 */

export function isExecutable(): boolean {
  return isSea();
}

/** The system this process runs on, or undefined where no executable is made for it. */
export function currentTarget(): Target | undefined {
  const name = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return targets.find((target) => target === name);
}

let foundRoot: string | undefined;

/** The working tree. Never asked for inside the executable. */
export function projectRoot(): string {
  foundRoot ??= findUpwards(dirname(fileURLToPath(import.meta.url)), 'package.json');
  return foundRoot;
}

function findUpwards(folder: string, name: string): string {
  if (existsSync(join(folder, name))) return folder;
  if (dirname(folder) === folder) throw new Error(`No ${name} above ${fileURLToPath(import.meta.url)}`);
  return findUpwards(dirname(folder), name);
}

let foundBundle: string | undefined;

/** The folder of the bundle of these sources: our own, or one made now when we run as TypeScript. */
export function bundleFolder(): string {
  const here = fileURLToPath(import.meta.url);
  foundBundle ??= here.endsWith('.ts') ? makeBundle() : findUpwards(dirname(here), 'start.mjs');
  return foundBundle;
}

function makeBundle(): string {
  const built = spawnSync(process.execPath, [join(projectRoot(), 'bin', 'build.ts')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The bundle could not be made: ${built.stderr}`);
  const { folder } = JSON.parse(built.stdout) as { folder: string }; // bin/build.ts prints its stamp
  return folder;
}
