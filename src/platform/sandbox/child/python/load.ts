import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { loadPyodide, type PyodideAPI, version } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import type { AssetReader } from '../interpreter.ts';
import { stubBinding } from '../lockdown.ts';

/** Pyodide's options that are not in its published types; the version is pinned and the tests hold them. */
interface PrivateOptions {
  readonly _makeSnapshot?: true;
  readonly _loadSnapshot?: Uint8Array;
}

type LoadOptions = NonNullable<Parameters<typeof loadPyodide>[0]>;

/** Pyodide asks for its files by this folder; they are in memory. */
const FOLDER = '/memory/';

/** Starts the interpreter from bytes alone: nothing is read from disk, nothing of the host is visible as `js`. */
export async function loadPython(readAsset: AssetReader, options: PrivateOptions): Promise<PyodideAPI> {
  stubBinding();
  const restore = serveFiles(readAsset);
  try {
    return await loadPyodide({
      ...options,
      createPyodideModule: createPyodideModule as unknown as NonNullable<LoadOptions['createPyodideModule']>,
      indexURL: FOLDER,
      packageBaseUrl: FOLDER,
      lockFileContents: JSON.stringify(EMPTY_LOCK_FILE),
      jsglobals: Object.create(null) as object,
      _sysExecutable: 'python3',
      env: { HOME: '/tmp', PYTHONHASHSEED: '0' },
      stdin: () => null,
      stdout: () => {},
      stderr: () => {},
    } as LoadOptions);
  } finally {
    restore();
  }
}

/** No package can be installed from here; pyodide compares these fields with its own. */
const EMPTY_LOCK_FILE = {
  info: { abi_version: '2026_0', arch: 'wasm32', platform: 'emscripten_5_0_3', python: '3.14.2', version },
  packages: {},
};

function serveFiles(readAsset: AssetReader): () => void {
  const { readFile } = fsPromises;
  const serve = async (path: string) => readAsset(path.replace(FOLDER, 'python/'));
  Object.assign(fsPromises, { readFile: serve });
  syncBuiltinESMExports();
  return () => {
    Object.assign(fsPromises, { readFile });
    syncBuiltinESMExports();
  };
}
