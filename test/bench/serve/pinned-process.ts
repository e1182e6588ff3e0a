import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { instant } from './paced-model.ts';

/** A server in a process of its own; pinned: on one core where the system can say so. */
export interface PinnedProcess {
  readonly url: string;
  readonly pid: number;
  /** From its start until it said where it listens. */
  readonly startMs: number;
  end(): Promise<void>;
}

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Starts a program on one core and waits for the line with its address. */
export function startPinned(command: readonly string[], env: Environment = {}): Promise<PinnedProcess> {
  return start(canPin ? ['taskset', '-c', '0', ...command] : command, env);
}

type Environment = Readonly<Record<string, string>>;

/** The same on all cores, whatever this process itself is bound to. */
export function startFree(command: readonly string[], env: Environment = {}): Promise<PinnedProcess> {
  return start(canPin ? ['taskset', '-c', `0-${cpus().length - 1}`, ...command] : command, env);
}

async function start([file = '', ...args]: readonly string[], env: Environment): Promise<PinnedProcess> {
  const begun = instant();
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await addressOf(child);
  return {
    url,
    pid: child.pid ?? 0,
    startMs: instant() - begun,
    async end() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it listened');
}

/** Everything else on the other core, so that both do not stand in each other's way. */
export function pinSelf(): void {
  if (canPin) spawnSync('taskset', ['-a', '-cp', '1', String(process.pid)]);
}

/** Processor time of a process so far, in milliseconds; Linux only, NaN elsewhere. */
export function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10; // user and system, in ticks of 10 ms
  } catch {
    return Number.NaN;
  }
}

/** Resident memory of a process, in MiB; Linux only, NaN elsewhere. */
export function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
