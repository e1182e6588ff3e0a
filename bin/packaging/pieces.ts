import { Script } from 'node:vm';

/**
 * How an executable holds the program: *pieces*, one script per chunk of the bundle, each compiled when it is first asked for, from
 * V8's code cache where there is one. Shared by the executable's main file and by the packager, which fills the caches
 * by running the program the same way.
 */
export interface PieceStore {
  code(name: string): string;
  cache(name: string): Uint8Array | undefined;
  /** What CommonJS and `import.meta.url` mean inside the pieces. */
  readonly requireBuiltin: NodeJS.Require;
  readonly file: string;
  readonly folder: string;
  readonly url: string;
}

interface Piece {
  exports: object;
}

/** The names by which a piece's code asks for what is around it, in the order in which they are given. */
const PARAMETERS = 'module, exports, require, __filename, __dirname, __metaUrl';
type Body = (module: Piece, exports: object, require: NodeJS.Require, ...places: string[]) => void;

/** The program starts itself again for its sandbox: that child loads nothing else. */
export function entryFor(firstArgument: string | undefined): string {
  return firstArgument === '__sandbox' ? 'sandbox-child.mjs' : 'dify.mjs';
}

/** Runs the program from `entry` on. `onCompiled` sees every script. */
export function runPieces(store: PieceStore, entry: string, onCompiled?: (name: string, script: Script) => void): void {
  const loaded = new Map<string, Piece>();
  const load = (name: string): object => {
    const found = loaded.get(name);
    if (found) return found.exports; // may be half made: pieces import each other in circles, as modules do
    const piece: Piece = { exports: {} };
    loaded.set(name, piece);
    const script = compile(store, name);
    onCompiled?.(name, script);
    const body = script.runInThisContext() as Body; // the wrapper below
    body(piece, piece.exports, require, store.file, store.folder, store.url);
    return piece.exports;
  };
  const require = Object.assign(
    (id: string): unknown => (id.startsWith('./') ? load(id.slice(2)) : store.requireBuiltin(id)),
    store.requireBuiltin,
  );
  load(entry);
}

function compile(store: PieceStore, name: string): Script {
  const cachedData = store.cache(name);
  return new Script(`(function (${PARAMETERS}) {${store.code(name)}\n})`, {
    filename: name,
    ...(cachedData && { cachedData }),
  });
}
