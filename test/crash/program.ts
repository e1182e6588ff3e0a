import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');

/** How to start `dify`: an executable, or a copy of the bundle that nobody rebuilds while the test goes on. */
export interface Program {
  readonly file: string;
  readonly first: readonly string[];
}

export function findProgram(executable?: string): Program {
  if (executable !== undefined) return { file: resolve(executable), first: [] };
  const built = spawnSync(process.execPath, [join(root, 'bin/build.ts')], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The program could not be built: ${built.stderr}`);
  const bundle = (JSON.parse(built.stdout) as { folder: string }).folder;
  const copy = join(root, 'build', `tried-${process.pid}`); // it finds its assets from inside the tree
  if (!existsSync(copy)) {
    cpSync(bundle, copy, { recursive: true });
    process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
  }
  return { file: process.execPath, first: [join(copy, 'start.mjs')] };
}

export interface Surroundings {
  readonly program: Program;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command to its end. */
export function command({ program, dataDir, env }: Surroundings, args: readonly string[]): Promise<Finished> {
  return new Promise((done) => {
    const all = [...program.first, ...args, '--data-dir', dataDir];
    const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 26, timeout: 120_000 };
    execFile(program.file, all, options, (error, stdout, stderr) =>
      done({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    );
  });
}

/** Begins a command; whoever calls ends it. */
export function begin({ program, dataDir, env }: Surroundings, args: readonly string[]): ChildProcess {
  return spawn(program.file, [...program.first, ...args, '--data-dir', dataDir], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Server {
  readonly url: string;
  readonly startedAt: number;
  signal(signal: NodeJS.Signals): void;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** What it wrote to stderr so far. */
  readonly log: () => string;
}

export async function startServer(surroundings: Surroundings): Promise<Server> {
  const child = begin(surroundings, ['serve', '--port', '0']);
  let log = '';
  child.stderr?.on('data', (data) => {
    log += String(data);
  });
  const exit = once(child, 'exit');
  if (!child.stdout) throw new Error('The server has no output');
  const line = once(createInterface(child.stdout), 'line');
  const [first] = (await Promise.race([line, exit.then(() => [''])])) as [string];
  const url = /http:\/\/\S+/.exec(first)?.[0];
  if (url === undefined) throw new Error(`The server did not start: ${log}`);
  return {
    url,
    startedAt: Date.now(),
    log: () => log,
    signal: (signal) => void child.kill(signal),
    async kill(signal) {
      child.kill(signal);
      await exit;
    },
  };
}
