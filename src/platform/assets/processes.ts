import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { assetPath, readAsset } from './assets.ts';
import { bundleFolder, isExecutable } from './location.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** How to start this program once more, with `args` for it and `nodeFlags` for the Node inside. */
export function selfCommand(args: readonly string[], nodeFlags: readonly string[] = []): Command {
  if (isExecutable()) {
    const flags = nodeFlags.length > 0 ? [`--node-options=${nodeFlags.join(' ')}`] : [];
    return { file: process.execPath, args: [...flags, ...args] };
  }
  const entry = join(bundleFolder(), 'dify.mjs');
  // Under the permission model Node may read nothing, not even the program's own file.
  const reading = nodeFlags.includes('--permission') ? [`--allow-fs-read=${entry}`] : [];
  return { file: process.execPath, args: [...nodeFlags, ...reading, entry, ...args] };
}

/** Starts a worker of the manifest. An executable has no file for it: the code travels in the URL. */
export function startWorker(name: string, options: WorkerOptions = {}): Worker {
  if (!isExecutable()) return new Worker(pathToFileURL(assetPath(name)), options);
  const code = Buffer.from(readAsset(name)).toString('base64');
  return new Worker(new URL(`data:text/javascript;base64,${code}`), options);
}
