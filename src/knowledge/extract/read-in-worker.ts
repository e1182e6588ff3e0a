import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../platform/assets/index.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { ReaderLimits } from './limits.ts';
import type { WorkerReply, WorkerRequest } from './worker/contract.ts';

/** How often the memory of a worker is looked at: buffers grow by about 100 MB meanwhile. */
const MEMORY_CHECK_MS = 50;
const MIB = 1024 ** 2;

/**
 * Reads a document in a thread of its own, which ends with it: a broken reader takes nothing along, and no document
 * meets what another one left behind. Throws why it failed, in words that go behind "Failed to …: ".
 */
export async function readInWorker(
  kind: DocumentKind,
  document: Uint8Array,
  limits: ReaderLimits,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  // The caller keeps its own, the worker takes this one along. `slice` of a Buffer would be no copy.
  const bytes = new Uint8Array(document);
  const workerData: WorkerRequest = { kind, bytes, limits };
  const worker = startWorker(kind === 'pdf' ? 'pdf-worker.mjs' : 'document-worker.mjs', {
    workerData,
    transferList: [bytes.buffer],
    env: {},
    argv: [],
    execArgv: [],
    stdout: true, // nobody reads what libraries have to say
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.maxMemoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      listen(worker, limits, resolve, reject);
      watch(worker, limits, reject, signal);
    });
  } finally {
    await worker.terminate();
  }
}

type Reject = (reason: unknown) => void;

function listen(worker: Worker, limits: ReaderLimits, resolve: (text: string) => void, reject: Reject): void {
  worker.once('message', (reply: WorkerReply) => {
    if ('text' in reply) resolve(reply.text);
    else reject(new Error(reply.failure));
  });
  worker.once('error', (error: NodeJS.ErrnoException) => {
    reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory(limits) : error);
  });
  worker.once('exit', () => reject(new Error('its reader ended without an answer')));
}

/** The heap has a limit of its own; buffers lie outside of it, so they are watched. */
function watch(worker: Worker, limits: ReaderLimits, reject: Reject, signal: AbortSignal): void {
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const timeout = setTimeout(() => reject(tooSlow(limits)), limits.timeoutMs);
  const check = setInterval(async () => {
    const heap = await worker.getHeapStatistics().catch(() => undefined); // it has just ended
    if (heap && heap.external_memory > limits.maxMemoryMb * MIB) reject(tooMuchMemory(limits));
  }, MEMORY_CHECK_MS);
  worker.once('exit', () => {
    signal.removeEventListener('abort', stop);
    clearTimeout(timeout);
    clearInterval(check);
  });
}

const tooSlow = ({ timeoutMs }: ReaderLimits) => new Error(`reading it takes longer than ${timeoutMs / 1000} seconds`);
const tooMuchMemory = ({ maxMemoryMb }: ReaderLimits) =>
  new Error(`reading it takes more than ${maxMemoryMb} MB of memory`);
