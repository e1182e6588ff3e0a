import { type Instance, openInstance } from '../../instance/index.ts';
import { loadConfig } from '../../platform/config/index.ts';
import { runCli } from '../index.ts';
import type { Io, OpenRequest, Output } from '../io.ts';

export interface TestIoOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input gives; with `isTerminal` as somebody types it. */
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly onHangUp?: Io['onHangUp'];
  /** Told what is written to standard output, with a way to press Ctrl-C. */
  readonly onOutput?: (text: string, interrupt: () => void) => void;
  readonly serve?: Io['serve'];
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Each time a terminal was told to show or hide what is typed. */
  readonly rawModes: readonly boolean[];
}

/** One command line, from its words to its exit code, with real rooms behind it. */
export async function runCommandLine(argv: readonly string[], options: TestIoOptions): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const opened: Instance[] = [];
  const rawModes: boolean[] = [];
  const interrupts = new Set<() => void>();
  const output = (name: keyof typeof written): Output => ({
    write: async (text) => {
      written[name] += text;
      if (name === 'stdout') options.onOutput?.(text, () => interrupts.forEach((press) => void press()));
    },
    isTTY: options.isTerminal ?? false,
    width: 80,
    hasColor: false,
  });
  let exitCode: Io['exitCode'] = 0;
  const config = async ({ dataDir, flags, envFile }: OpenRequest) =>
    loadConfig({
      env: options.env ?? {},
      workingDirectory: options.cwd,
      flags: { ...flags, ...(dataDir !== undefined && { dataDir }) },
      ...(envFile !== undefined && { envFile }),
    });
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: Object.assign(typed(options.stdin ?? ''), {
      isTTY: options.isTerminal ?? false,
      setRawMode: (isRaw: boolean) => rawModes.push(isRaw),
    }),
    env: options.env ?? {},
    cwd: options.cwd,
    onInterrupt(listener) {
      const press = () => listener('SIGINT');
      interrupts.add(press);
      return () => void interrupts.delete(press);
    },
    onHangUp: options.onHangUp ?? (() => {}),
    config,
    async instance(request) {
      const instance = openInstance({
        config: await config(request),
        keepsRecords: request.dataDir !== undefined,
        warn: (text) => {
          written.stderr += `dify: warning: ${text}\n`;
        },
      });
      opened.push(instance);
      return instance;
    },
    get exitCode() {
      return exitCode;
    },
    setExitCode: (code) => {
      exitCode = code;
    },
    serve: options.serve ?? (() => Promise.reject(new Error('nothing is served here'))),
    exit: (code) => {
      throw new Error(`the program was ended with ${code}`);
    },
  };
  const code = await runCli(argv, io);
  await Promise.all(opened.map((instance) => instance.close()));
  return { code, ...written, rawModes };
}

async function* typed(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
