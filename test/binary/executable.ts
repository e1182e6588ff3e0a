import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const project = resolve(import.meta.dirname, '../..');

/** The executable for this machine: `DIFY_EXECUTABLE` when somebody built it already, else made now. */
export function buildExecutable(): string {
  const given = process.env['DIFY_EXECUTABLE'];
  if (given) return resolve(given);
  execFileSync(process.execPath, [join(project, 'bin/package.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  return join(project, 'dist', process.platform === 'win32' ? 'dify.exe' : 'dify');
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that holds nothing but the executable and what a test puts there, and an environment that holds nothing. */
export class EmptyMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'dify-alone-'));
  readonly home = join(this.folder, 'home');
  readonly program = join(this.folder, 'dify');

  constructor(executable: string) {
    mkdirSync(this.home);
    copyFileSync(executable, this.program);
  }

  async run(args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}): Promise<Ended> {
    const env = { HOME: this.home, PATH: '/nonexistent', ...options.env };
    const child = spawn(this.program, args, { cwd: this.folder, env, stdio: 'pipe' });
    child.stdin.on('error', () => {}); // it may end without reading
    child.stdin.end(options.input ?? '');
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, stdout, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
