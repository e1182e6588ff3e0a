import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { settings } from '../bin/build.ts';
import { toScript } from '../bin/packaging/embedded-code.ts';
import { runPieces } from '../bin/packaging/pieces.ts';

const folder = mkdtempSync(join(tmpdir(), 'dify-pieces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a module in the form in which the executable holds it. */
async function runAsScript(contents: string): Promise<string> {
  const stdin = { contents, loader: 'tsx', resolveDir: resolve(import.meta.dirname, '..') } as const;
  const built = await build({ ...settings({ isRelease: true }), stdin, write: false, outfile: 'module.mjs' });
  const file = join(folder, 'script.cjs');
  const script = await toScript('module.mjs', built.outputFiles[0]?.text ?? '');
  writeFileSync(file, `const __metaUrl = '';${script}`); // what the executable's main file gives to each piece
  return execFileSync(process.execPath, [file], { encoding: 'utf8' });
}

test('default exports of modules, of CommonJS packages and of Node itself keep their meaning', async () => {
  const output = await runAsScript(`
    import events from 'node:events';
    import('better-sqlite3').then(({ default: Database }) => console.log(typeof Database, typeof events));
  `);
  expect(output).toBe('function function\n');
});

test('a module that awaits at its top is refused', async () => {
  await expect(runAsScript('await Promise.resolve();')).rejects.toThrow('Top-level await');
});

test('a variable called require is refused: it would take the place of ours', async () => {
  await expect(toScript('x.mjs', 'var require = () => {};')).rejects.toThrow('x.mjs');
});

test('a start leaves V8 as it is, so that the code caches of Node itself hold', () => {
  const before = cachedDataVersionTag();
  const requireBuiltin = createRequire(import.meta.url);
  const store = { code: () => '', cache: () => undefined, requireBuiltin, file: '', folder: '', url: '' };
  runPieces(store, 'dify.mjs');
  expect(cachedDataVersionTag()).toBe(before);
});
