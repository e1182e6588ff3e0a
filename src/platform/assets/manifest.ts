/**
 * What travels with the program besides its code, by the name the program asks for. The packager embeds exactly this
 * list; from source the same names lead to the files themselves. Pure data: the build reads it too.
 */

/** A system the executable is built for. */
export const targets = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win-x64'] as const;
export type Target = (typeof targets)[number];

export type AssetEntry =
  /** One file of the project or of node_modules, chosen by system where it is native code. */
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly from: (target: Target) => string;
      readonly isCompressed?: true;
    }
  /** Every file below a folder; the name ends with a slash. */
  | { readonly kind: 'folder'; readonly name: string; readonly from: string; readonly only?: RegExp }
  /** One file that a step of the build makes before anything is embedded; absent until then. */
  | { readonly kind: 'made'; readonly name: string; readonly at: string; readonly isCompressed?: true }
  /** Code of ours that runs in a worker or a child, bundled by itself. */
  | { readonly kind: 'bundle'; readonly name: string; readonly entry: string; readonly isOnlyForSource?: true };

/** better-sqlite3 calls Windows by Node's name. */
const sqlitePrebuild = (target: Target) =>
  `node_modules/better-sqlite3/prebuilds/${target.replace(/^win-/, 'win32-')}.node`;

const vectorExtensions: Record<Target, string> = {
  'linux-x64': 'sqlite-vec-linux-x64/vec0.so',
  'linux-arm64': 'sqlite-vec-linux-arm64/vec0.so',
  'darwin-x64': 'sqlite-vec-darwin-x64/vec0.dylib',
  'darwin-arm64': 'sqlite-vec-darwin-arm64/vec0.dylib',
  'win-x64': 'sqlite-vec-windows-x64/vec0.dll',
};

const vocabulary = 'node_modules/gpt-tokenizer/data/o200k_base.tiktoken';
const quickjs = 'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm';

/** What a page of API documentation needs of Swagger UI. */
const SWAGGER_PARTS = /^(swagger-ui-bundle\.js|swagger-ui\.css|favicon-32x32\.png)$/;

export const manifest: readonly AssetEntry[] = [
  { kind: 'file', name: 'native/better_sqlite3.node', from: sqlitePrebuild },
  { kind: 'file', name: 'native/vec0', from: (target) => `node_modules/${vectorExtensions[target]}` },
  { kind: 'folder', name: 'templates/', from: 'templates' },
  { kind: 'folder', name: 'swagger-ui/', from: 'node_modules/swagger-ui-dist', only: SWAGGER_PARTS },
  { kind: 'folder', name: 'migrations/sqlite/', from: 'src/storage/dialects/sqlite/migrations', only: /\.sql$/ },
  { kind: 'file', name: 'python/pyodide.asm.wasm', from: () => 'node_modules/pyodide/pyodide.asm.wasm' },
  { kind: 'file', name: 'python/python_stdlib.zip', from: () => 'node_modules/pyodide/python_stdlib.zip' },
  { kind: 'made', name: 'python/snapshot', at: 'build/python/snapshot', isCompressed: true }, // by preparePython of platform/sandbox
  { kind: 'file', name: 'javascript/quickjs.wasm', from: () => quickjs },
  { kind: 'file', name: 'tokenizer/o200k_base.tiktoken', from: () => vocabulary, isCompressed: true },
  { kind: 'bundle', name: 'document-worker.mjs', entry: 'src/knowledge/extract/worker/documents.ts' },
  { kind: 'bundle', name: 'pdf-worker.mjs', entry: 'src/knowledge/extract/worker/pdf.ts' },
  // the executable starts itself again instead
  { kind: 'bundle', name: 'sandbox-child.mjs', entry: 'src/platform/sandbox/child/main.ts', isOnlyForSource: true },
];
