import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export const templates = resolve(import.meta.dirname, '../../templates');

/** What the global set-up built. */
export function executable(): string {
  const path = process.env['DIFY_EXECUTABLE'];
  if (path === undefined) throw new Error('Run these tests as `npm test -- --project binary`');
  return path;
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
  readonly program = join(this.folder, process.platform === 'win32' ? 'dify.exe' : 'dify');

  constructor() {
    mkdirSync(this.home);
    copyFileSync(executable(), this.program);
  }

  async run(args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}): Promise<Ended> {
    const child = this.start(args, options.env);
    child.stdin.on('error', () => {}); // it may end without reading
    child.stdin.end(options.input ?? '');
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, stdout, stderr };
  }

  /** For what goes on until it is told to end. */
  start(args: readonly string[], more: Record<string, string> = {}) {
    return spawn(this.program, args, { cwd: this.folder, env: { ...this.environment(), ...more }, stdio: 'pipe' });
  }

  /** Puts a template beside the executable, changed where the world outside is meant. */
  place(name: string, change: (text: string) => string = (text) => text): string {
    return this.write(`${name}.yml`, change(readFileSync(join(templates, `${name}.yml`), 'utf8')));
  }

  write(file: string, content: string): string {
    writeFileSync(join(this.folder, file), content);
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private environment(): Record<string, string> {
    const nothing = { HOME: this.home, PATH: '/nonexistent' };
    if (process.platform !== 'win32') return nothing;
    // without the first no Windows program starts
    return { ...nothing, SystemRoot: process.env['SystemRoot'] ?? '', LOCALAPPDATA: this.home };
  }
}

/** How a started program ended. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
