import { parseJson } from '../../kernel/index.ts';
import type { ChildSettings, OutcomeKind } from './child/interpreter.ts';
import { ChildGone, SandboxProcess } from './child-process.ts';
import { CodeError, type CodeLanguage, type CodeReply } from './contract.ts';
import { explainScriptError } from './explain.ts';
import { type Frame, frameKinds, packFrame } from './frames.ts';
import type { Launch } from './launch.ts';
import { limitNames, type ResolvedOptions } from './options.ts';

const MIB = 1024 ** 2;
/** What a process takes besides the memory of its interpreter, and room for what user code makes there. */
const PROCESS_BYTES: Record<CodeLanguage, number> = { python3: 384 * MIB, javascript: 192 * MIB };
/** From exec to ready; on a machine under load a start takes many times its usual half second. */
const START_TIMEOUT_MS = 60_000;
/** Error texts, and what JSON adds to the largest stdout. */
const FRAME_SLACK_BYTES = MIB;

export interface ChildRun {
  readonly code: string;
  readonly inputs: string;
  readonly signal: AbortSignal | undefined;
}

/** A child that is ready for one language. It serves one run at a time. */
export class InterpreterChild {
  readonly language: CodeLanguage;
  readonly #process: SandboxProcess;
  readonly #options: ResolvedOptions;
  #runs = 0;

  constructor(language: CodeLanguage, process: SandboxProcess, options: ResolvedOptions) {
    this.language = language;
    this.#process = process;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** False when it ended, or has served what it may. */
  get isUsable(): boolean {
    return this.#process.isAlive && this.#runs < this.#options.maxRunsPerChild;
  }

  async run({ code, inputs, signal }: ChildRun): Promise<CodeReply> {
    signal?.throwIfAborted();
    this.#runs++;
    const { timeoutMs } = this.#options;
    const timeout = setTimeout(() => void this.end(TIMED_OUT), timeoutMs);
    const abort = () => void this.end('The run was stopped');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return this.#toReply(await this.#process.ask(packFrame(frameKinds.run, [code, inputs])));
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ChildGone ? this.#explainEnd(error) : error;
    } finally {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', abort);
    }
  }

  end(reason: string): Promise<void> {
    this.#process.kill(reason);
    return this.#process.untilEnded();
  }

  #toReply({ kind, parts }: Frame): CodeReply {
    const [outcome = '', text = '', stdout = '', fate = ''] = parts.map(String);
    if (kind !== frameKinds.reply || fate !== 'keep') void this.end('The child is worn out');
    if (kind !== frameKinds.reply) throw new CodeError('script', 'The interpreter answered something else.');
    if (outcome === 'ok') return { result: readResult(text, stdout), stdout };
    throw this.#toError(outcome as OutcomeKind, text, stdout);
  }

  #toError(kind: OutcomeKind, text: string, stdout: string): CodeError {
    if (kind === 'memory') return new CodeError('memory', `${text}\n${this.#memoryText()}`.trim(), { stdout });
    if (kind !== 'output') return new CodeError('script', explainScriptError(this.language, text), { stdout });
    const limit = `${this.#options.maxResultBytes} (${limitNames.maxResultBytes})`;
    return new CodeError('output', `The result is too long: ${text}, the limit is ${limit}.`, { stdout });
  }

  #explainEnd(gone: ChildGone): CodeError {
    const seconds = this.#options.timeoutMs / 1000;
    if (gone.message === TIMED_OUT) {
      return new CodeError('timeout', `The code ran longer than ${seconds} s (${limitNames.timeoutMs}).`);
    }
    // Only its watchdog, the system or V8 at the end of its heap stop a child by a signal.
    if (gone.signal) return new CodeError('memory', this.#memoryText());
    return new CodeError('script', `The code ended its interpreter (${gone.message}).`);
  }

  #memoryText(): string {
    const megabytes = Math.floor(this.#options.memoryBytes / MIB);
    return `The code needs more memory than its ${megabytes} MB (${limitNames.memoryBytes}).`;
  }
}

const TIMED_OUT = 'The run took too long';

function readResult(text: string, stdout: string) {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new CodeError('script', 'The result is nested too deeply.', { stdout, cause });
  }
}

/** Starts a child; throws an `unavailable` error when it does not come up. */
export async function startChild(
  language: CodeLanguage,
  launch: Launch,
  options: ResolvedOptions,
): Promise<InterpreterChild> {
  const maxFrameBytes = 4 * options.maxResultBytes + options.maxStdoutBytes + FRAME_SLACK_BYTES;
  const process = new SandboxProcess(launch, maxFrameBytes);
  const timeout = setTimeout(() => process.kill('The sandbox child did not start in time'), START_TIMEOUT_MS);
  try {
    const { kind, parts } = await process.start(settingsFor(language, options));
    if (kind === frameKinds.ready) return new InterpreterChild(language, process, options);
    process.kill('The sandbox child is not ready');
    throw new CodeError('unavailable', `The code sandbox does not start: ${parts[0]}`);
  } catch (error) {
    if (!(error instanceof ChildGone)) throw error;
    throw new CodeError('unavailable', `The code sandbox does not start: ${error.message}`, { cause: error });
  } finally {
    clearTimeout(timeout);
  }
}

function settingsFor(language: CodeLanguage, options: ResolvedOptions): Omit<ChildSettings, 'files'> {
  return {
    language,
    memoryBytes: options.memoryBytes,
    processBytes: options.memoryBytes + PROCESS_BYTES[language],
    maxResultBytes: options.maxResultBytes,
    maxStdoutBytes: options.maxStdoutBytes,
    makesSnapshot: false,
  };
}
