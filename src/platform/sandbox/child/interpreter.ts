/** What a child can do with one language. The words of both sides of the pipe. */

/** 'ok', or what the code failed of (the kinds of `CodeError` that a child can tell by itself). */
export type OutcomeKind = 'ok' | 'script' | 'memory' | 'output';

export interface Outcome {
  readonly kind: OutcomeKind;
  /** The result as JSON, or the text of the error. */
  readonly text: string;
  /** The interpreter is damaged or has grown: this child serves no further run. */
  readonly isLast: boolean;
}

export interface Interpreter {
  run(code: string, inputs: string, stdout: OutputCapture): Promise<Outcome>;
}

export interface ChildSettings {
  readonly language: 'python3' | 'javascript';
  /** Of the interpreter's own memory, which user code fills. */
  readonly memoryBytes: number;
  /** Of the whole process: what user code can fill outside of that memory (files, objects of the host). */
  readonly processBytes: number;
  readonly maxResultBytes: number;
  readonly maxStdoutBytes: number;
  /** Open files by the names of `platform/assets`. */
  readonly files: readonly (readonly [name: string, descriptor: number])[];
  /** Makes the memory snapshot instead of serving. */
  readonly makesSnapshot: boolean;
}

/** Finds the bytes of an asset, by the names of `platform/assets`. */
export type AssetReader = (name: string) => Uint8Array;

/** What user code prints, up to a limit; beyond it only counted. */
export class OutputCapture {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #keptBytes = 0;
  #cutBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes a copy: the bytes may lie in memory that changes. */
  add(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, Math.max(0, this.#maxBytes - this.#keptBytes));
    if (kept.length > 0) this.#chunks.push(Buffer.from(kept));
    this.#keptBytes += kept.length;
    this.#cutBytes += bytes.length - kept.length;
  }

  text(): string {
    const text = Buffer.concat(this.#chunks).toString();
    return this.#cutBytes === 0 ? text : `${text}\n[${this.#cutBytes} more bytes were printed]\n`;
  }
}
