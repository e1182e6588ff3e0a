import { assetPath, isExecutable } from '../assets/index.ts';
import type { ChildSettings } from './child/interpreter.ts';

type Language = ChildSettings['language'];
type Asset = readonly [name: string, path: string];

/** How a child is started. Tests may give another way, so that they try the child of another program. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** What the child needs and does not carry itself: it gets the open files, and no right to open any. */
  readonly assets: readonly Asset[];
}

/**
 * `--permission` refuses files, sockets, processes, native code, the inspector. The others are for what it does not cover
 * in Node 26: a database opens any file, a text that becomes code reaches `import()`, native calls do anything.
 */
const FLAGS: readonly string[] = [
  '--permission',
  '--disallow-code-generation-from-strings',
  '--no-experimental-sqlite',
  '--no-experimental-ffi',
  '--allow-worker', // for one thread, the watchdog; given back before user code runs
  '--disable-warning=SecurityWarning',
  '--disable-warning=ExperimentalWarning',
  '--max-old-space-size=256',
];

const ASSETS: Record<Language, readonly string[]> = {
  python3: ['python/pyodide.asm.wasm', 'python/python_stdlib.zip', 'python/snapshot'],
  javascript: ['javascript/quickjs.wasm'],
};

/** This program, started again. The executable carries its assets; a child of a working tree may read its own file. */
export function launchChild(language: Language): Launch {
  if (isExecutable()) return launchExecutable(process.execPath);
  const file = assetPath('sandbox-child.mjs');
  const args = [...FLAGS, `--allow-fs-read=${file}`, file];
  return { file: process.execPath, args, assets: ASSETS[language].map(toAsset) };
}

/** The program packed as one file: the flags travel in an argument that its Node takes for itself. */
export function launchExecutable(file: string): Launch {
  return { file, args: [`--node-options=${FLAGS.join(' ')}`, '__sandbox'], assets: [] };
}

/** The child that makes the snapshot: no user code comes near it. */
export function launchSnapshotMaker(): Launch {
  const names = ASSETS.python3.filter((name) => name !== 'python/snapshot');
  return { file: process.execPath, args: [assetPath('sandbox-child.mjs')], assets: names.map(toAsset) };
}

function toAsset(name: string): Asset {
  return [name, assetPath(name)];
}
