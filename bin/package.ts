/**
 * Makes the single executable: `npm run package` for this machine (`dist/dify`), `-- --target NAME|all` for others
 * (`dist/dify-NAME`), with checksums and a bill of materials beside them.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { currentTarget } from '../src/platform/assets/location.ts';
import { type Target, targets } from '../src/platform/assets/manifest.ts';
import { preparePython } from '../src/platform/sandbox/index.ts';
import { bundleWorkers, root } from './build.ts';
import { layOutAssets } from './packaging/embedded-assets.ts';
import { embedCode } from './packaging/embedded-code.ts';
import { makeExecutable } from './packaging/executable.ts';

const dist = join(root, 'dist');
const work = join(root, 'build', 'package');

await main();

async function main(): Promise<void> {
  const wanted = readTargets();
  mkdirSync(dist, { recursive: true });
  await preparePython((text) => console.log(text));
  for (const { target, name } of wanted) await packageFor(target, join(dist, name));
  writeBillOfMaterials();
  writeChecksums();
}

/** Without `--target` the executable for this machine, under the plain name. */
function readTargets(): { target: Target; name: string }[] {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const own = currentTarget();
  if (values.target === undefined && own) return [{ target: own, name: own === 'win-x64' ? 'dify.exe' : 'dify' }];
  const chosen = targets.filter((target) => values.target === 'all' || values.target?.split(',').includes(target));
  if (chosen.length === 0) throw new Error(`--target takes all, or some of ${targets.join(', ')}`);
  return chosen.map((target) => ({ target, name: `dify-${target}${target === 'win-x64' ? '.exe' : ''}` }));
}

async function packageFor(target: Target, output: string): Promise<void> {
  const start = performance.now();
  const folder = join(work, target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const commit = readCommit();
  await bundleWorkers({ outputFolder: folder, isRelease: true, commit });
  const code = await embedCode({ folder, commit, withCaches: target === currentTarget() });
  refuseTraces(folder);
  const assets = { ...layOutAssets(target, folder, folder), ...code.assets };
  await makeExecutable({ target, folder, output, main: code.main, assets });
  const size = (statSync(output).size / 1024 ** 2).toFixed(1);
  console.log(`${output}  ${size} MiB  ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Whoever gets the executable learns nothing about the machine that made it. */
function refuseTraces(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]js$/.test(name));
  for (const name of files) {
    const code = readFileSync(join(folder, name));
    const trace = [root, `${homedir()}/`].find((path) => code.includes(path));
    if (trace !== undefined) throw new Error(`${name} contains the path ${trace} of this machine`);
  }
}

/** The commit, marked when the tree differs from it; empty outside of a repository. */
function readCommit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '-modified');
  } catch {
    return '';
  }
}

function writeBillOfMaterials(): void {
  const tool = join(root, 'node_modules', '@cyclonedx', 'cyclonedx-npm', 'bin', 'cyclonedx-npm-cli.js');
  const options = ['--omit', 'dev', '--package-lock-only', '--output-reproducible', '--output-format', 'JSON'];
  const args = [tool, ...options, '--output-file', join(dist, 'dify.cdx.json'), join(root, 'package.json')];
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** In the form `sha256sum --check` reads. */
function writeChecksums(): void {
  const names = readdirSync(dist)
    .filter((name) => /^dify(?:[-.]|$)/.test(name))
    .sort();
  const lines = names.map((name) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(dist, name)))
      .digest('hex');
    return `${hash}  ${name}\n`;
  });
  writeFileSync(join(dist, 'SHA256SUMS'), lines.join(''));
}
