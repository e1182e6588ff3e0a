import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetPath, loadNativeAddon } from './assets.ts';
import { isExecutable, projectRoot } from './location.ts';

/** Set by the bundler; absent when we run as TypeScript. The commit is empty outside of the executable. */
declare const __DIFY_VERSION__: string | undefined;
declare const __DIFY_COMMIT__: string | undefined;

export interface ProgramVersion {
  readonly version: string;
  readonly commit: string | null;
  readonly node: string;
  readonly platform: string;
  readonly executable: boolean;
}

export function programVersion(): ProgramVersion {
  return {
    version: typeof __DIFY_VERSION__ === 'string' ? __DIFY_VERSION__ : versionOfProject(),
    commit: (typeof __DIFY_COMMIT__ === 'string' && __DIFY_COMMIT__) || null,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    executable: isExecutable(),
  };
}

function versionOfProject(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Asks the native parts themselves, which also proves that they load. */
export async function nativeVersions(): Promise<{ sqlite: string; sqliteVec: string }> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(':memory:', { nativeBinding: loadNativeAddon('native/better_sqlite3.node') as string });
  try {
    database.loadExtension(assetPath('native/vec0'));
    const row = database.prepare('select sqlite_version() as sqlite, vec_version() as sqliteVec').get();
    return row as { sqlite: string; sqliteVec: string }; // the two columns just asked for
  } finally {
    database.close();
  }
}
