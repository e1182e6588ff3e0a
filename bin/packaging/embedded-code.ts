import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { bundleProgram, root } from '../build.ts';
import { warmUp } from './warm-up.ts';

export interface EmbeddedCode {
  /** The main file of the executable. */
  readonly main: string;
  /** Pieces and their code caches, by asset name. */
  readonly assets: Readonly<Record<string, string>>;
}

export interface CodeOptions {
  readonly folder: string;
  readonly commit: string;
  /** Code caches hold for the system and the Node that make them. */
  readonly withCaches: boolean;
}

/** Bundles the program into pieces below `folder`. */
export async function embedCode({ folder, commit, withCaches }: CodeOptions): Promise<EmbeddedCode> {
  const code = join(folder, 'code');
  await bundleProgram({ outputFolder: code, isRelease: true, commit });
  await toScripts(code);
  const main = join(folder, 'executable-main.cjs');
  await bundleTool('executable-main', main);
  if (withCaches) {
    const tool = join(folder, 'fill-caches.cjs');
    await bundleTool('fill-caches', tool);
    await warmUp(tool, folder);
  }
  const folders = readdirSync(folder).filter((name) => name === 'code' || name.endsWith('.cache'));
  const names = folders.flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`));
  return { main, assets: Object.fromEntries(names.map((name) => [name, join(folder, name)])) };
}

async function toScripts(folder: string): Promise<void> {
  const convert = async (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, await toScript(name, readFileSync(path, 'utf8')));
  };
  await Promise.all(readdirSync(folder).map(convert));
}

/** From a module to the body of a function that asks `require` for others: V8 keeps the warm code of scripts, not of modules. */
export async function toScript(name: string, module: string): Promise<string> {
  if (/\b(?:var|let|const|function) require\b/.test(module)) throw new Error(`${name} has a require of its own`);
  const { code } = await transform(module, {
    format: 'cjs',
    platform: 'node',
    target: 'node26',
    minifyWhitespace: true,
    supported: { 'dynamic-import': false },
    // as .mjs it would take every default export for Node's idea of one, the whole of what a piece exports
    sourcefile: name.replace(/\.mjs$/, '.js'),
  });
  return code;
}

async function bundleTool(name: string, outfile: string): Promise<void> {
  const entryPoints = [join(root, 'bin/packaging', `${name}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node26', minify: true });
}
