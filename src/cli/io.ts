import type { Instance } from '../instance/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a command may touch outside itself; tests pass their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array> & {
    readonly isTTY?: boolean;
    /** Terminals only: hands over every key as it is pressed and shows none. */
    setRawMode?(isRaw: boolean): unknown;
  };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder the command was started in. */
  readonly cwd: string;
  /** Calls back on SIGINT and SIGTERM; returns how to stop listening. */
  onInterrupt(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Calls back on SIGHUP. */
  onHangUp(listener: () => void): void;
  /** The configuration of a data directory, or of none. */
  config(request: OpenRequest): Promise<Config>;
  /** Opens the rooms behind a data directory, or a scratch instance in memory. Closed when the command ends. */
  instance(request: OpenRequest): Promise<Instance>;
  /** What the program will end with; 0 when nobody says otherwise. */
  setExitCode(code: ExitCode): void;
  readonly exitCode: ExitCode;
  /** Opens a data directory and listens on it. */
  serve(request: OpenRequest): Promise<ServeInstance>;
  /** Ends at once, without waiting for anything. */
  exit(code: number): never;
}

export interface OpenRequest {
  /** Undefined: a scratch instance that leaves nothing behind. */
  readonly dataDir?: string;
  /** Settings given as flags, by setting name. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly envFile?: string;
}

export interface Output {
  /** Resolves when the text is on its way; rejects never (a closed pipe ends the program quietly). */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** In columns, as it is now. */
  readonly width: number;
  readonly hasColor: boolean;
}

export interface ServeInstance {
  readonly url: string;
  /** Nobody has used the data directory before. */
  readonly isFresh: boolean;
  /** For a log file that was moved away. */
  reopenLog(): void;
  close(): Promise<void>;
}
