/** The main file of an executable, and all that it always loads. The pieces of the program are assets beside the others. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { getAssetKeys, getRawAsset } from 'node:sea';
import { pathToFileURL } from 'node:url';
import { entryFor, runPieces } from './pieces.ts';

const entry = entryFor(process.argv[2]);
const assets = new Set(getAssetKeys());
const read = (name: string) => Buffer.from(getRawAsset(name));
const file = process.execPath;

runPieces(
  {
    code: (name) => read(`code/${name}`).toString('latin1'), // the bundler writes ASCII
    // A cache holds for the flags of V8 it was made under, and the sandbox child has flags of its own.
    cache: (name) => (assets.has(`${entry}.cache/${name}`) ? read(`${entry}.cache/${name}`) : undefined),
    requireBuiltin: createRequire(file),
    file,
    folder: dirname(file),
    url: pathToFileURL(file).href,
  },
  entry,
);
