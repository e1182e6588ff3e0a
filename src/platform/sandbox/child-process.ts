import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { errorText } from '../../kernel/index.ts';
import type { ChildSettings } from './child/interpreter.ts';
import { type Frame, FrameReader, frameKinds, packFrame } from './frames.ts';
import type { Launch } from './launch.ts';

/** How many of the last bytes of the child's own complaints are kept, to say why it did not start. */
const COMPLAINT_BYTES = 2_000;

/** stdin, stdout, stderr; the fourth is never written: its end tells the child that we are gone. */
const PIPES = ['pipe', 'pipe', 'pipe', 'pipe'] as const;

/** The process ended, or spoke nonsense. */
export class ChildGone extends Error {
  override readonly name = 'ChildGone';
  /** How it ended: a signal that we did not send means that the system, or its watchdog, did. */
  readonly signal: NodeJS.Signals | undefined;

  constructor(message: string, signal?: NodeJS.Signals) {
    super(message);
    this.signal = signal;
  }
}

/**
 * One child process and the pipe to it. Frames are asked for one at a time; the child never speaks unasked. Idle, it
 * does not keep this program alive.
 */
export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #output: Readable;
  #waiting: PromiseWithResolvers<Frame> | undefined;
  #gone: ChildGone | undefined;
  #complaint = '';
  readonly #ended: Promise<void>;

  readonly #files: ChildSettings['files'];

  constructor(launch: Launch, maxFrameBytes: number) {
    const opened = launch.assets.map(([name, path]) => [name, openSync(path, 'r')] as const);
    const descriptors = opened.map(([, descriptor]) => descriptor);
    this.#files = opened.map(([name], index) => [name, PIPES.length + index]);
    this.#child = spawn(launch.file, launch.args, {
      env: childEnvironment(),
      stdio: [...PIPES, ...descriptors],
      detached: true, // a session of its own: the terminal's Ctrl-C is not for it
      windowsHide: true,
    });
    for (const descriptor of descriptors) closeSync(descriptor);
    const { stdin, stdout, stderr } = this.#child;
    if (!stdin || !stdout || !stderr) throw new ChildGone('The sandbox child has no pipes');
    this.#input = stdin;
    this.#output = stdout;
    this.#listen(new FrameReader(maxFrameBytes));
    stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-COMPLAINT_BYTES);
    });
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()).once('error', () => resolve()));
  }

  get isAlive(): boolean {
    const { exitCode, signalCode } = this.#child;
    return this.#gone === undefined && exitCode === null && signalCode === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Sends the settings and waits for the answer. */
  start(settings: Omit<ChildSettings, 'files'>): Promise<Frame> {
    return this.ask(packFrame(frameKinds.start, [JSON.stringify({ ...settings, files: this.#files })]));
  }

  /** Waits for the end, and keeps this program alive until then. */
  untilEnded(): Promise<void> {
    this.#child.ref();
    return this.#ended;
  }

  ask(frame: Buffer): Promise<Frame> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#waiting = Promise.withResolvers<Frame>();
    this.#setReferenced(true);
    this.#input.write(frame);
    return this.#waiting.promise;
  }

  /** At once and for good; waiters are told why. */
  kill(reason: string): void {
    this.#fail(new ChildGone(reason));
    this.#child.kill('SIGKILL');
  }

  #listen(reader: FrameReader): void {
    this.#output.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.read(chunk)) this.#deliver(frame);
      } catch (error) {
        this.kill(errorText(error));
      }
    });
    this.#input.on('error', () => {}); // the pipe breaks when the child ends, which `exit` says
    this.#child.on('error', (error) =>
      this.#fail(new ChildGone(`The sandbox child cannot be started: ${error.message}`)),
    );
    this.#child.on('close', (code, signal) => this.#fail(this.#ending(code, signal)));
  }

  #deliver(frame: Frame): void {
    const waiting = this.#waiting;
    if (!waiting) {
      this.kill('The sandbox child spoke unasked');
      return;
    }
    this.#waiting = undefined;
    this.#setReferenced(false);
    waiting.resolve(frame);
  }

  #ending(code: number | null, signal: NodeJS.Signals | null): ChildGone {
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    const complaint = this.#complaint.trim();
    return new ChildGone(`The sandbox child ${how}${complaint ? `: ${complaint}` : ''}`, signal ?? undefined);
  }

  #fail(gone: ChildGone): void {
    this.#gone ??= gone;
    this.#setReferenced(false);
    this.#waiting?.reject(this.#gone);
    this.#waiting = undefined;
  }

  #setReferenced(isReferenced: boolean): void {
    const verb = isReferenced ? 'ref' : 'unref';
    this.#child[verb]();
    for (const stream of this.#child.stdio) (stream as { ref?(): void; unref?(): void } | null)?.[verb]?.();
  }
}

/** Nothing of ours; Windows cannot start a program without its system folder. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return { TZ: 'UTC', ...(SystemRoot && { SystemRoot }) };
}
