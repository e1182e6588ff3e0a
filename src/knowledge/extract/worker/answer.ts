import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../../../kernel/index.ts';
import type { ExtractLimits } from '../limits.ts';
import type { WorkerReply, WorkerRequest } from './contract.ts';

export type Reader = (bytes: Uint8Array, limits: ExtractLimits) => string | Promise<string>;
type FindReader = (kind: WorkerRequest['kind']) => Promise<Reader | undefined>;

/** Reads the one document this worker was started for, and tells its text. */
export async function answer(findReader: FindReader): Promise<void> {
  const request = workerData as WorkerRequest; // from read-in-worker.ts, which starts nothing else
  parentPort?.postMessage(await replyTo(request, findReader));
}

async function replyTo({ kind, bytes, limits }: WorkerRequest, findReader: FindReader): Promise<WorkerReply> {
  try {
    const reader = await findReader(kind);
    if (!reader) return { failure: `there is no reader for ${kind}` };
    const text = await reader(bytes, limits);
    if (text.length <= limits.maxTextCharacters) return { text };
    return { failure: `its text is longer than ${limits.maxTextCharacters} characters` };
  } catch (error) {
    return { failure: errorText(error) };
  }
}
