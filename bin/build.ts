/**
 * Makes the program's bundle: `src/main.ts` and one file of each worker. Run by itself (by the launcher) it
 * brings `build/` up to date and prints where the bundle is; the packager imports `bundleProgram`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { manifest } from '../src/platform/assets/manifest.ts';
import { bundlePlugins } from './bundle-plugins.ts';

export const root = resolve(import.meta.dirname, '..');
const buildFolder = join(root, 'build');
const KEPT_BUNDLES = 8;
const LONGEST_BUILD_MS = 60_000;

/** A file with its size and time of change when the build began: what the launcher compares. */
type Input = readonly [path: string, size: number, mtimeMs: number];

interface Stamp {
  readonly folder: string;
  readonly node: string;
  readonly inputs: readonly Input[];
}

export interface BundleOptions {
  readonly outputFolder: string;
  readonly isRelease: boolean;
  readonly commit?: string;
}

/**
 * CommonJS packages inside an ESM file need a `require`. `import.meta.url` is read once, early: inside an executable it
 * becomes undefined after a garbage collection (Node 26.10).
 */
const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
const require = __createRequire(process.execPath), __metaUrl = import.meta.url;
const __filename = process.execPath, __dirname = __dirnameOf(process.execPath);`;

/** Switches the compile cache on before the large file is read; stack traces name our sources on demand. */
const START = `import { enableCompileCache } from 'node:module';
enableCompileCache(import.meta.dirname + '/../compile-cache');
if (process.env.DIFY_DEBUG === '1') process.setSourceMapsEnabled(true);
await import('./dify.mjs');
`;

/**
 * Bundles the program into a folder, cut at its dynamic imports, so that a command reads only what it needs. From source
 * the workers lie beside it; in an executable the sandbox child is one more way into the same program.
 */
export async function bundleProgram(options: BundleOptions): Promise<void> {
  const child = { 'sandbox-child': 'src/platform/sandbox/child/embedded.ts' };
  await bundle({ dify: 'src/main.ts', ...(options.isRelease && child) }, options, true);
  if (options.isRelease) return;
  await bundleWorkers(options);
  writeFileSync(join(options.outputFolder, 'start.mjs'), START);
}

/** One file for each of the manifest's bundles. */
export async function bundleWorkers(options: BundleOptions): Promise<void> {
  for (const entry of manifest) {
    if (entry.kind !== 'bundle' || (options.isRelease && entry.isOnlyForSource)) continue;
    await bundle({ [entry.name.replace(/\.mjs$/, '')]: entry.entry }, options, false);
  }
}

async function bundle(entryPoints: Record<string, string>, options: BundleOptions, splitting: boolean): Promise<void> {
  const chunkNames = options.isRelease ? '[name]-[hash]' : 'chunks/[name]-[hash]';
  const output = { outdir: options.outputFolder, outExtension: { '.js': '.mjs' }, chunkNames };
  // the pieces of an executable are given what the banner makes
  const banner = options.isRelease && splitting ? {} : { banner: { js: BANNER } };
  const result = await build({ ...settings(options), ...output, ...banner, entryPoints, splitting });
  refuseExternals(Object.values(entryPoints).join(), result.metafile);
  refuseTests(result.metafile);
}

export function settings({
  isRelease,
  commit,
}: Pick<BundleOptions, 'isRelease' | 'commit'>): BuildOptions & { metafile: true } {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    // Identifiers stay: stacks in logs name functions, and esbuild's other way to keep names costs a call for every
    // closure that is ever made.
    minifyWhitespace: isRelease,
    minifySyntax: isRelease,
    jsx: 'automatic',
    legalComments: 'none',
    sourcemap: isRelease ? false : 'linked',
    metafile: true,
    logLevel: 'warning',
    plugins: bundlePlugins,
    // ink asks for the first only under DEV, pyodide for the second only for sockets, which the sandbox has not; as
    // externals they would stop an executable at its first line
    alias: { 'react-devtools-core': join(root, 'bin/absent-module.js'), ws: join(root, 'bin/absent-module.js') },
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      'import.meta.url': '__metaUrl',
      __DIFY_VERSION__: JSON.stringify(version),
      __DIFY_COMMIT__: JSON.stringify(commit ?? ''),
    },
  };
}

/** An import left to run time ends every command of an executable at its first line, also when it is never reached. */
function refuseExternals(entry: string, metafile: Metafile): void {
  const left = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ external, path }) => external && !path.startsWith('node:') && !builtinModules.includes(path));
  if (left.length > 0)
    throw new Error(`The bundle of ${entry} must not import ${left.map(({ path }) => path).join(', ')}`);
}

function refuseTests({ inputs }: Metafile): void {
  const found = Object.keys(inputs).find((path) => /^test\/|^src\/(?:.*\/)?testing\/|\.test\.tsx?$/.test(path));
  if (found !== undefined) throw new Error(`${found} belongs to the tests, not to the program`);
}

/** Brings `build/` up to date. Two at once do not disturb each other: a bundle appears complete, under its content's name. */
async function refresh(): Promise<Stamp> {
  const files = inputFiles();
  const inputs = files.map(toInput); // before reading: a change from now on is seen by the next start
  const folder = join(buildFolder, `bundle-${hashOf(files)}`);
  while (!existsSync(folder)) await takeTurn(folder);
  const stamp: Stamp = { folder, node: process.versions.node, inputs };
  const draft = join(buildFolder, `.current-${process.pid}.json`);
  writeFileSync(draft, JSON.stringify(stamp));
  renameSync(draft, join(buildFolder, 'current.json'));
  removeOldBundles();
  return stamp;
}

/** Makes the bundle, or waits a moment for who is making it already: many starts at once cost one build. */
async function takeTurn(folder: string): Promise<void> {
  const lock = `${folder}.lock`;
  try {
    writeFileSync(lock, '', { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LONGEST_BUILD_MS) return rmSync(lock, { force: true }); // its maker died
    return setTimeout(100);
  }
  try {
    await makeBundle(folder);
  } finally {
    rmSync(lock, { force: true });
  }
}

async function makeBundle(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  try {
    await bundleProgram({ outputFolder: draft, isRelease: false });
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another process was quicker
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Everything a bundle depends on. A new file counts once another one imports it, which changes that other one. */
function inputFiles(): string[] {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && !/\.test\.tsx?$/.test(found.name))
    .map((found) => relative(root, join(found.parentPath, found.name)));
  const settings = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json', 'tsconfig.json'];
  return [...sources, ...settings, 'bin/build.ts', 'bin/bundle-plugins.ts', 'bin/absent-module.js'].sort();
}

function toInput(path: string): Input {
  const { size, mtimeMs } = statSync(join(root, path));
  return [path, size, mtimeMs];
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    const bytes = readFileSync(join(root, path));
    hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

/** A server started from an old bundle may still read a worker from it, so the last few stay. */
function removeOldBundles(): void {
  const bundles = readdirSync(buildFolder)
    .filter((name) => name.startsWith('bundle-'))
    .map((name) => join(buildFolder, name))
    .map((path) => ({ path, mtimeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of bundles.slice(KEPT_BUNDLES)) rmSync(path, { recursive: true, force: true });
}

if (import.meta.main) {
  mkdirSync(buildFolder, { recursive: true });
  try {
    process.stdout.write(JSON.stringify(await refresh()));
  } catch (error) {
    // The bundler has told the places of its errors already.
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exitCode = 1;
  }
}
