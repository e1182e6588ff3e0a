import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const launcher = resolve(import.meta.dirname, '../../bin/dify.js');

export interface ProgramEnd {
  /** As a shell tells it: 128 and the signal's number where one ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input gives; closed at once when absent. */
  readonly stdin?: string;
  /** Called with everything standard output gave so far, each time more comes. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
  readonly patienceSeconds?: number;
  /** Another user to run as. */
  readonly uid?: number;
}

/** Brings the bundle up to date, so that no case pays for it. */
export function buildProgram(): void {
  const built = spawnSync(process.execPath, [launcher, '--version'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the program cannot be built: ${built.stderr}`);
}

/** The program as a user starts it, in a process group of its own as a terminal gives it. A hang is a failure. */
export async function runProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const begun = performance.now();
  const child = spawn(process.execPath, [launcher, ...argv], {
    cwd: options.cwd,
    detached: true,
    ...(options.uid !== undefined && { uid: options.uid }),
    env: { PATH: process.env['PATH'], HOME: options.cwd, ...options.env },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => {
    written.stdout += bytes.toString('utf8');
    options.onOutput?.(written.stdout, child);
  });
  child.stderr.on('data', (bytes: Buffer) => {
    written.stderr += bytes.toString('utf8');
  });
  child.stdin.on('error', () => {}); // it may end without having read everything
  child.stdin.end(options.stdin ?? '');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), (options.patienceSeconds ?? 60) * 1000);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  const seconds = (performance.now() - begun) / 1000;
  if (signal === 'SIGKILL') throw new Error(`dify ${argv.join(' ')} hung: ${written.stderr}`);
  return { code: code ?? 128, ...written, seconds };
}

/** What Ctrl-C does: everybody in the process group gets it. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, signal);
}

/** What an error must look like: one sentence, perhaps a line that helps, never a stack trace, never a bug of ours. */
export function faultsOf({ stderr }: Pick<ProgramEnd, 'stderr'>): string[] {
  const lines = stderr.trimEnd().split('\n');
  return [
    ...(/^\s+at .+:\d+:\d+/m.test(stderr) ? ['a stack trace'] : []),
    ...(/internal error|internal_server_error/.test(stderr) ? ['called a bug'] : []),
    ...(lines.length > 2 ? ['more than a line and a hint'] : []),
    ...(lines.length > 0 && !/^(dify: |\{"error":)/.test(lines[0] ?? '') ? ['not said by dify'] : []),
  ];
}
