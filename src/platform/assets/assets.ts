import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix, sep } from 'node:path';
import { getAssetKeys, getRawAsset } from 'node:sea';
import { zstdDecompressSync } from 'node:zlib';
import { KnownError } from '../../kernel/index.ts';
import { cacheRoot, unpack, unusable } from './cache-folder.ts';
import { bundleFolder, currentTarget, isExecutable, projectRoot } from './location.ts';
import { type AssetEntry, manifest } from './manifest.ts';

/** Embedded beside the assets by the packager: what the program must know about each without reading it. */
export const INDEX_ASSET = 'index.json';

export interface EmbeddedAsset {
  readonly fileName: string;
  /** Of the content as the program sees it. */
  readonly sha256: string;
  readonly isCompressed: boolean;
}

/** The bytes of an asset, read only: in the executable they are the program's own memory. */
export function readAsset(name: string): Uint8Array {
  if (!isExecutable()) return readFileSync(sourcePath(name));
  const { isCompressed } = embeddedAsset(name);
  const bytes = new Uint8Array(getRawAsset(name));
  return isCompressed ? zstdDecompressSync(bytes) : bytes;
}

/** A real path with the asset's content, for what only takes paths: native code, files handed to other programs. */
export function assetPath(name: string): string {
  if (!isExecutable()) return sourcePath(name);
  return unpack({ ...embeddedAsset(name), read: () => readAsset(name) }, cacheRoot());
}

/** The names of all assets that begin with `prefix`, sorted. */
export function listAssets(prefix: string): string[] {
  const names = isExecutable() ? Object.keys(embeddedIndex()) : manifest.flatMap(namesOf);
  return names.filter((name) => name.startsWith(prefix)).sort();
}

const loadedAddons = new Map<string, unknown>();

/** Loads native code; nothing else in the program does. */
export function loadNativeAddon(name: string): unknown {
  if (!loadedAddons.has(name)) loadedAddons.set(name, dlopen(assetPath(name)));
  return loadedAddons.get(name);
}

function dlopen(path: string): unknown {
  const holder = { exports: {} };
  try {
    process.dlopen(holder, path);
  } catch (error) {
    if (!isExecutable()) throw error;
    throw unusable(cacheRoot(), `${basename(path)} cannot be loaded from it (is it mounted noexec?)`, error);
  }
  return holder.exports;
}

let index: Record<string, EmbeddedAsset> | undefined;

function embeddedIndex(): Record<string, EmbeddedAsset> {
  if (index === undefined && !getAssetKeys().includes(INDEX_ASSET))
    throw new Error('The executable has no asset index');
  // Written by our own packager in this shape.
  index ??= JSON.parse(new TextDecoder().decode(getRawAsset(INDEX_ASSET))) as Record<string, EmbeddedAsset>;
  return index;
}

function embeddedAsset(name: string): EmbeddedAsset {
  const found = embeddedIndex()[name];
  if (found === undefined) throw absent(name);
  return found;
}

function sourcePath(name: string): string {
  for (const entry of manifest) {
    if (entry.kind === 'folder' && name.startsWith(entry.name) && !name.split('/').includes('..')) {
      return join(projectRoot(), entry.from, name.slice(entry.name.length));
    }
    if (entry.name !== name) continue;
    if (entry.kind === 'bundle') return join(bundleFolder(), name);
    if (entry.kind === 'made') return join(projectRoot(), entry.at);
    if (entry.kind === 'file') return join(projectRoot(), entry.from(requireTarget(name)));
  }
  throw absent(name);
}

function requireTarget(name: string): NonNullable<ReturnType<typeof currentTarget>> {
  const target = currentTarget();
  if (target) return target;
  throw new KnownError('not_built', { message: `There is no ${name} for ${process.platform}-${process.arch}` });
}

/** The names an entry of the manifest stands for, from the files of the working tree. */
export function namesOf(entry: AssetEntry): string[] {
  if (entry.kind === 'made') return existsSync(join(projectRoot(), entry.at)) ? [entry.name] : [];
  if (entry.kind !== 'folder') return [entry.name];
  return readdirSync(join(projectRoot(), entry.from), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && (entry.only?.test(found.name) ?? true))
    .map((found) => join(found.parentPath, found.name).slice(join(projectRoot(), entry.from).length + 1))
    .map((path) => posix.join(entry.name, path.split(sep).join('/')));
}

function absent(name: string): Error {
  return new Error(`No asset is called "${name}" (see platform/assets/manifest.ts)`);
}
