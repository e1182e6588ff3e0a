/**
 * Runs the program from its pieces as an executable would, and writes the code cache of every piece it used when it
 * ends: with what ran, V8 keeps what it compiled. `node [FLAGS] fill-caches.cjs FOLDER ARGUMENTS…`
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Script } from 'node:vm';
import { entryFor, runPieces } from './pieces.ts';

const [folder = ''] = process.argv.splice(2, 1);
const entry = entryFor(process.argv[2]);
const caches = join(folder, `${entry}.cache`);
const scripts = new Map<string, Script>();

process.on('exit', () => {
  mkdirSync(caches, { recursive: true });
  for (const [name, script] of scripts) writeFileSync(join(caches, name), script.createCachedData());
});

const file = join(folder, 'code', entry); // below the working tree, so that assets are found in it
runPieces(
  {
    code: (name) => readFileSync(join(folder, 'code', name), 'latin1'),
    cache: (name) => (existsSync(join(caches, name)) ? readFileSync(join(caches, name)) : undefined),
    requireBuiltin: createRequire(file),
    file,
    folder: dirname(file),
    url: pathToFileURL(file).href,
  },
  entry,
  (name, script) => scripts.set(name, script),
);
