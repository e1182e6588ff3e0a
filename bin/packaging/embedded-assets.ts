import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { type EmbeddedAsset, INDEX_ASSET, namesOf } from '../../src/platform/assets/assets.ts';
import { type AssetEntry, manifest, type Target } from '../../src/platform/assets/manifest.ts';
import { root } from '../build.ts';
import { targetFile } from './target-files.ts';

/** Higher ones take many times as long for a few percent. */
const COMPRESSION_LEVEL = 12;

interface Source {
  readonly name: string;
  readonly path: string;
  readonly isCompressed: boolean;
}

/** Lays out what is embedded for a target: the path of each asset's bytes by its name, the index among them. */
export function layOutAssets(target: Target, bundleFolder: string, folder: string): Record<string, string> {
  const paths: Record<string, string> = {};
  const index: Record<string, EmbeddedAsset> = {};
  for (const source of manifest.flatMap((entry) => sourcesOf(entry, target, bundleFolder))) {
    const content = readFileSync(source.path);
    const sha256 = createHash('sha256').update(content).digest('hex');
    index[source.name] = { fileName: basename(source.path), sha256, isCompressed: source.isCompressed };
    paths[source.name] = source.isCompressed ? compressedCopy(content, sha256) : source.path;
  }
  paths[INDEX_ASSET] = join(folder, INDEX_ASSET);
  writeFileSync(paths[INDEX_ASSET], JSON.stringify(index));
  return paths;
}

function sourcesOf(entry: AssetEntry, target: Target, bundleFolder: string): Source[] {
  const isCompressed = 'isCompressed' in entry && entry.isCompressed === true;
  switch (entry.kind) {
    case 'file':
      return [{ name: entry.name, path: targetFile(entry.from(target)), isCompressed }];
    case 'folder':
      return namesOf(entry).map((name) => {
        return { name, path: join(root, entry.from, name.slice(entry.name.length)), isCompressed };
      });
    case 'made':
      return [{ name: entry.name, path: join(root, entry.at), isCompressed }];
    case 'bundle':
      return entry.isOnlyForSource ? [] : [{ name: entry.name, path: join(bundleFolder, entry.name), isCompressed }];
  }
}

/** The same for every target, so it is made once. */
function compressedCopy(content: Uint8Array, sha256: string): string {
  const path = join(root, 'build', 'compressed', `${sha256}.zst`);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const params = { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL };
  writeFileSync(`${path}.${process.pid}`, zstdCompressSync(content, { params }));
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
