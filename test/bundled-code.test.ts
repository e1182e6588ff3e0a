import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { manifest } from '../src/platform/assets/manifest.ts';

/**
 * Packages in the program that hold code which makes code from text, and why none of it ever sees data from outside.
 * A package that is not listed here must not come into the bundle.
 */
const KNOWN: Readonly<Record<string, string>> = {
  'better-sqlite3': 'makes the shape of a row from the column names of our own statements, quoted as JSON',
  pyodide: 'runs in the sandbox child, where all code is foreign, behind the walls of platform/sandbox',
  zod: 'its compiled parsers are switched off (jitless) before the first schema is made',
  ajv: 'of fastify, for schemas of routes; ours have none, zod validates',
  'fast-json-stringify': 'of fastify, for schemas of replies; ours have none',
  '@fastify/fast-json-stringify-compiler': 'as above',
  re2js: 'makes none: `eval` is what it calls the method that holds a text against the fixed parts of a pattern',
  'find-my-way': 'makes its matchers from the routes that stand in our own code',
};

const MAKES_CODE = /\bnew Function\b|[^.\w]Function\(|[^.\w]eval\(|['"](?:node:)?vm['"]/;

const root = resolve(import.meta.dirname, '..');
const absent = resolve(root, 'bin/absent-module.js');

/** Every file of a package of which at least a byte is in the program or one of its workers. */
async function bundledFiles(): Promise<string[]> {
  const workers = manifest.flatMap((entry) => (entry.kind === 'bundle' ? [entry.entry] : []));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts', ...workers],
    outdir: 'build/unwritten',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    alias: { 'react-devtools-core': absent, ws: absent },
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return [...new Set(used)].filter((path) => path.includes('node_modules/'));
}

/** `@scope/name` or `name`, of the innermost package. */
function packageOf(path: string): string {
  const [first = '', second = ''] = (path.split('node_modules/').at(-1) ?? '').split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

test('packages that make code from text are known, each with its reason', { timeout: 120_000 }, async () => {
  const files = await bundledFiles();
  const found = files.filter((path) => MAKES_CODE.test(readFileSync(resolve(root, path), 'utf8')));
  expect([...new Set(found.map(packageOf))].toSorted()).toEqual(Object.keys(KNOWN).toSorted());
});
