import { join } from 'node:path';
import type { Program } from '../../crash/program.ts';
import { startPinned } from './pinned-process.ts';
import type { ServedFlow } from './served-flows.ts';

export const QUIET = { DIFY_LOG_LEVEL: 'warn' };

export const commandOf = (program: Program, { dataDir }: ServedFlow) => {
  return [program.file, ...program.first, 'serve', '--port', '0', '--data-dir', dataDir];
};

export function startServer(program: Program, flow: ServedFlow, env: Record<string, string> = {}) {
  return startPinned(commandOf(program, flow), { ...QUIET, ...env });
}

/** A server that does less than ours must, to see how much of the time is ours. */
export function startYardstick(name: 'bare' | 'recording' | 'relay', ...args: readonly string[]) {
  return startPinned([process.execPath, join(import.meta.dirname, `${name}-server.ts`), ...args]);
}
