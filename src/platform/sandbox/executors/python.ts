import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { parseJson, printJson } from '../../../kernel/index.ts';
import { OutputCapture } from '../child/interpreter.ts';
import { CodeError, type CodeReply, type CodeRequest } from '../contract.ts';
import { limitNames, type ResolvedOptions } from '../options.ts';
import { SYSTEM_PYTHON_RUNNER } from './python-runner.ts';

/**
 * Runs code in a Python of the operator's choice: one process for each run, with nothing of our environment and an empty
 * folder to work in, but with the rights of this program. For apps that are trusted.
 */
export async function runInPython(
  interpreter: string,
  options: ResolvedOptions,
  request: CodeRequest,
): Promise<CodeReply> {
  const { signal } = request;
  signal?.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'dify-code-'));
  try {
    return await new PythonRun(interpreter, folder, options).finish(request);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class PythonRun {
  readonly #child: ChildProcess;
  readonly #interpreter: string;
  readonly #options: ResolvedOptions;
  readonly #stdout: OutputCapture;
  readonly #complaint = new OutputCapture(2_000);
  readonly #outcome: Buffer[] = [];
  #outcomeBytes = 0;
  #stopped: CodeError | undefined;

  constructor(interpreter: string, folder: string, options: ResolvedOptions) {
    this.#interpreter = interpreter;
    this.#options = options;
    this.#stdout = new OutputCapture(options.maxStdoutBytes);
    this.#child = spawn(interpreter, ['-I', '-X', 'utf8', '-c', SYSTEM_PYTHON_RUNNER], {
      cwd: folder,
      env: { HOME: folder, LANG: 'C.UTF-8', PATH: '/usr/local/bin:/usr/bin:/bin', TMPDIR: folder, TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true, // a group of its own: it can be ended with all its children
      windowsHide: true,
    });
    this.#listen();
  }

  async finish({ code, inputs, signal }: CodeRequest): Promise<CodeReply> {
    const { timeoutMs } = this.#options;
    const seconds = timeoutMs / 1000;
    const timeout = setTimeout(() => {
      this.#stop(new CodeError('timeout', `The code ran longer than ${seconds} s (${limitNames.timeoutMs}).`));
    }, timeoutMs);
    const abort = () => this.#stop(new CodeError('script', 'The run was stopped.'));
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const ended = this.#untilEnded();
      const request = Buffer.from(JSON.stringify({ code, inputs: printJson(inputs) }));
      (this.#child.stdin as Writable).write(`${request.length}\n${request}`);
      return this.#toReply(await ended);
    } finally {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', abort);
      signal?.throwIfAborted();
    }
  }

  #listen(): void {
    const { stdin, stdout, stderr, stdio } = this.#child;
    stdin?.on('error', () => {}); // it ended before it had read everything, which `close` says
    stdout?.on('data', (chunk: Buffer) => this.#stdout.add(chunk));
    stderr?.on('data', (chunk: Buffer) => this.#complaint.add(chunk));
    (stdio[3] as Readable).on('data', (chunk: Buffer) => this.#addOutcome(chunk));
  }

  #addOutcome(chunk: Buffer): void {
    this.#outcomeBytes += chunk.length;
    const { maxResultBytes } = this.#options;
    if (this.#outcomeBytes <= maxResultBytes) this.#outcome.push(chunk);
    else
      this.#stop(new CodeError('output', `The result is too long (${limitNames.maxResultBytes}: ${maxResultBytes}).`));
  }

  #untilEnded(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#child.on('error', (cause) => {
        const message = `The Python interpreter ${this.#interpreter} cannot be started: ${cause.message}`;
        reject(new CodeError('unavailable', message, { cause }));
      });
      this.#child.on('close', (code, signal) => resolve(signal ?? `code ${code}`));
    });
  }

  #toReply(ending: string): CodeReply {
    const stdout = this.#stdout.text();
    if (this.#stopped) throw new CodeError(this.#stopped.kind, this.#stopped.message, { stdout });
    const outcome = Buffer.concat(this.#outcome).toString();
    const text = outcome.slice(outcome.indexOf('\n') + 1);
    if (outcome.startsWith('ok\n')) return { result: parseJson(text), stdout };
    if (outcome.startsWith('error\n')) throw new CodeError('script', text, { stdout });
    throw new CodeError('script', `The code ended Python (${ending}). ${this.#complaint.text()}`.trim(), { stdout });
  }

  #stop(reason: CodeError): void {
    this.#stopped ??= reason;
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // It ended by itself a moment ago.
    }
  }
}
