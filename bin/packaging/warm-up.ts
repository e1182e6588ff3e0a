import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { frameKinds, packFrame } from '../../src/platform/sandbox/frames.ts';
import { launchExecutable } from '../../src/platform/sandbox/launch.ts';
import { root } from '../build.ts';

/** Whatever hangs is ended: a cache less full costs some milliseconds, not the build. */
const LONGEST_MS = 60_000;

const template = (name: string) => join(root, 'templates', `${name}.yml`);
/** Nobody listens there. What needs a sandbox or a model fails late enough. */
const gateway = ['--model-gateway', 'http://127.0.0.1:9'];
const kept = ['--data-dir', 'data'];

/** What users do most. Each run adds to the caches of those before. */
const COMMANDS: readonly (readonly string[])[] = [
  ['run', template('chatflow'), '--query', 'hi', ...gateway],
  ['run', template('classify-and-extract'), '-i', 'message=hi', ...gateway],
  ['run', template('http-and-code')],
  ['run', template('approval'), '-i', 'item=x', ...kept],
  ['app', 'import', template('hello'), '--publish', ...kept],
  ['key', 'create', '--dataset', ...kept],
  ['validate', template('branch-and-iteration')],
  ['run', template('hello'), '-i', 'name=x'],
  ['--help'],
  ['--version', '--json'],
];

/** Runs the program's usual ways with `tool`, which keeps what V8 compiled for them. */
export async function warmUp(tool: string, folder: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'dify-warm-up-'));
  const start = (args: readonly string[], flags: readonly string[] = []) =>
    spawn(process.execPath, [...flags, tool, folder, ...args], {
      cwd,
      env: { HOME: cwd },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
  await serveOnce(start(['serve', '--port', '0', ...kept]));
  for (const args of COMMANDS) {
    const child = start(args);
    child.stdin?.end();
    child.stdout?.resume();
    await untilEnded(child);
  }
  for (const language of ['javascript', 'python3']) await untilLoaded(start(['__sandbox'], sandboxFlags()), language);
  rmSync(cwd, { recursive: true, force: true });
}

async function serveOnce(server: ChildProcess): Promise<void> {
  server.stdout?.once('data', () => server.kill('SIGTERM'));
  await untilEnded(server);
}

/** Code caches belong to V8's flags, so the child gets its own, without those that would keep it from writing them. */
function sandboxFlags(): string[] {
  const [options = ''] = launchExecutable('').args;
  const guards = ['--permission', '--allow-worker'];
  return options
    .replace('--node-options=', '')
    .split(' ')
    .filter((flag) => !guards.includes(flag));
}

/** It loads the interpreter, finds that it is not locked up, and ends. */
async function untilLoaded(child: ChildProcess, language: string): Promise<void> {
  const bytes = 2 ** 30;
  const limits = { memoryBytes: bytes, processBytes: bytes, maxResultBytes: bytes, maxStdoutBytes: bytes };
  child.stdin?.write(
    packFrame(frameKinds.start, [JSON.stringify({ language, ...limits, makesSnapshot: false, files: [] })]),
  );
  child.stdout?.resume();
  await untilEnded(child);
}

/** Some cannot end well here, but a bug shows itself here first. */
async function untilEnded(child: ChildProcess): Promise<void> {
  const timeout = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  const [complaint] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'close')]);
  clearTimeout(timeout);
  if (/internal error/.test(complaint)) throw new Error(`${child.spawnargs.slice(2).join(' ')}: ${complaint}`);
}
