/** Reads one document, tells its text, and ends. The thread has no environment and nobody listens to its output. */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../../kernel/index.ts';
import { extractText } from './extract-text.ts';
import type { WorkerReply, WorkerRequest } from './worker-contract.ts';

async function answer({ kind, bytes, limits }: WorkerRequest): Promise<WorkerReply> {
  try {
    return { text: await extractText(kind, bytes, limits) };
  } catch (error) {
    return { failure: errorText(error) };
  }
}

const reply = await answer(workerData as WorkerRequest); // from read-in-worker.ts, which starts nothing else
parentPort?.postMessage(reply);
