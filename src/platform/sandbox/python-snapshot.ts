import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KnownError } from '../../kernel/index.ts';
import { assetPath, isExecutable, readAsset } from '../assets/index.ts';
import type { ChildSettings } from './child/interpreter.ts';
import { SandboxProcess } from './child-process.ts';
import { frameKinds } from './frames.ts';
import { launchSnapshotMaker } from './launch.ts';

/**
 * The memory of a Python that has started: made when the program is installed or built, embedded in the executable. In a
 * working tree it lies under `build/`, with the hash of what it was made from, and is made anew when that changes.
 */
export async function preparePython(onProgress: (text: string) => void = () => {}): Promise<void> {
  if (isExecutable()) return;
  const key = hashOfInputs();
  if (storedKey() === key) return;
  onProgress('Preparing the Python runtime (once, some seconds) …');
  const snapshot = await makeSnapshot();
  rmSync(keyPath(), { force: true });
  replace(assetPath('python/snapshot'), snapshot);
  replace(keyPath(), key);
  onProgress('The Python runtime is ready.');
}

let preparing: Promise<void> | undefined;

/** `preparePython` for a run that finds nothing prepared: once, for all who wait. */
export function ensureSnapshot(): Promise<void> {
  preparing ??= preparePython().catch((error: unknown) => {
    preparing = undefined;
    throw error;
  });
  return preparing;
}

function hashOfInputs(): string {
  const hash = createHash('sha256').update(process.version);
  for (const name of ['sandbox-child.mjs', 'python/pyodide.asm.wasm', 'python/python_stdlib.zip']) {
    hash.update(readAsset(name));
  }
  return hash.digest('hex');
}

function keyPath(): string {
  return `${assetPath('python/snapshot')}.key`;
}

function storedKey(): string | undefined {
  try {
    return readFileSync(keyPath(), 'utf8');
  } catch {
    return undefined; // never made
  }
}

const SETTINGS: Omit<ChildSettings, 'files'> = {
  language: 'python3',
  memoryBytes: 0,
  processBytes: 0,
  maxResultBytes: 0,
  maxStdoutBytes: 0,
  makesSnapshot: true,
};

async function makeSnapshot(): Promise<Buffer> {
  const child = new SandboxProcess(launchSnapshotMaker(), 1024 ** 3);
  const { kind, parts } = await child.start(SETTINGS);
  child.kill('The snapshot is made');
  const [content] = parts;
  if (kind === frameKinds.snapshot && content) return content;
  throw new KnownError('sandbox_unavailable', { message: `The Python runtime cannot be prepared: ${content}` });
}

/** Complete or not at all: another process may read the file this very moment. */
function replace(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}
