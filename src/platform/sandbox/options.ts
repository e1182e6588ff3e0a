import { availableParallelism, totalmem } from 'node:os';

/** Where code runs. `python` and `service` are for operators who trust their apps and need more than the embedded one. */
export type Executor =
  | { readonly mode: 'embedded' }
  /** A Python of the operator's choice; JavaScript stays embedded. */
  | { readonly mode: 'python'; readonly interpreter: string }
  /** A dify-sandbox service. */
  | {
      readonly mode: 'service';
      readonly endpoint: string;
      readonly apiKey: string;
      readonly fetch: typeof fetch;
      /** How long it may take to answer; it has its own limit for the code. */
      readonly timeoutMs?: number;
    };

export interface SandboxLimits {
  /** Of one run. */
  readonly timeoutMs: number;
  /** Of the interpreter's memory. */
  readonly memoryBytes: number;
  /** Of the result as JSON, in characters. */
  readonly maxResultBytes: number;
  /** Of what is kept of stdout. */
  readonly maxStdoutBytes: number;
  /** How many children live at once, all apps together. */
  readonly maxChildren: number;
  /** How long a run waits for a child when all are busy. */
  readonly queueTimeoutMs: number;
}

export interface SandboxOptions extends Partial<SandboxLimits> {
  readonly executor?: Executor;
  /** Every run has a child of its own; one is kept started. */
  readonly singleUse?: boolean;
  /** A child is replaced after so many runs, and when it was idle for so long. */
  readonly maxRunsPerChild?: number;
  readonly idleTimeoutMs?: number;
}

/** How an operator changes a limit: named in the errors. */
export const limitNames = {
  timeoutMs: 'SANDBOX_WORKER_TIMEOUT',
  memoryBytes: 'SANDBOX_MEMORY_MB',
  maxResultBytes: 'SANDBOX_MAX_RESULT_BYTES',
  maxChildren: 'SANDBOX_MAX_CHILDREN',
  queueTimeoutMs: 'CODE_EXECUTION_CONNECT_TIMEOUT',
} as const;

const MIB = 1024 ** 2;
/** What a warm Python child takes. */
const CHILD_BYTES = 300 * MIB;

export type ResolvedOptions = Required<SandboxOptions>;

export function resolveOptions(options: SandboxOptions): ResolvedOptions {
  return {
    executor: { mode: 'embedded' },
    singleUse: false,
    timeoutMs: 15_000, // Dify's compose file: SANDBOX_WORKER_TIMEOUT=15
    memoryBytes: 256 * MIB,
    maxResultBytes: 16 * MIB,
    maxStdoutBytes: MIB,
    maxChildren: defaultMaxChildren(),
    queueTimeoutMs: 10_000, // Dify: CODE_EXECUTION_CONNECT_TIMEOUT=10
    maxRunsPerChild: 1_000,
    idleTimeoutMs: 60_000,
    ...options,
  };
}

/** A quarter of the memory, and no more than the processors can use. */
function defaultMaxChildren(): number {
  const fitting = Math.floor(totalmem() / 4 / CHILD_BYTES);
  return Math.max(2, Math.min(fitting, 2 * availableParallelism()));
}
