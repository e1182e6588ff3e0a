import type { JsonObject, JsonValue } from '../../kernel/index.ts';

export type CodeLanguage = 'python3' | 'javascript';

export interface CodeRequest {
  readonly language: CodeLanguage;
  /** Defines `main`: keyword arguments in Python, one object (and maybe a promise) in JavaScript. */
  readonly code: string;
  readonly inputs: JsonObject;
  readonly signal?: AbortSignal;
}

export interface CodeReply {
  /** What `main` returned: any JSON. */
  readonly result: JsonValue;
  /** What the code printed; at most the configured size. */
  readonly stdout: string;
}

/** Runs the code of one app of one workspace. */
export interface CodeSandbox {
  run(request: CodeRequest): Promise<CodeReply>;
}

export interface SandboxPool {
  /** `key` names one app of one workspace: what user code leaves behind in an interpreter stays below it. */
  forApp(key: string): CodeSandbox;
  close(): Promise<void>;
}

/**
 * script: the code raised an error, or returned what is no JSON. timeout, memory, output: a limit.
 * unavailable: it did not run at all (no free child in time, no service, no interpreter).
 */
export type CodeErrorKind = 'script' | 'timeout' | 'memory' | 'output' | 'unavailable';

export class CodeError extends Error {
  override readonly name = 'CodeError';
  readonly kind: CodeErrorKind;
  readonly stdout: string;

  constructor(kind: CodeErrorKind, message: string, details: { stdout?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.stdout = details.stdout ?? '';
  }
}
