import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Io, type OpenRequest, runCli } from '../../src/cli/index.ts';
import { type Instance, openInstance } from '../../src/instance/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';

export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Told what is written to standard output, with a way to press Ctrl-C. */
  readonly onOutput?: (text: string, interrupt: () => void) => void;
}

/** A folder of its own for the files of one test file, and command lines that are started in it. */
export interface Workplace {
  readonly folder: string;
  /** Writes a file; anything but text as JSON, which is YAML, too. */
  write(name: string, content: unknown): string;
  /** Runs one command line in this process, with real rooms behind it. */
  dify(argv: readonly string[], options?: CommandOptions): Promise<CommandEnd>;
  remove(): void;
}

export function openWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'dify-cli-'));
  return {
    folder,
    write(name, content) {
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
      return name;
    },
    dify: (argv, options) => runCommand(folder, argv, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runCommand(folder: string, argv: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  const written = { stdout: '', stderr: '' };
  const opened: Instance[] = [];
  const interrupts = new Set<() => void>();
  let exitCode: Io['exitCode'] = 0;
  const env = { HOME: folder, ...options.env };
  const config = async ({ dataDir, flags, envFile }: OpenRequest) =>
    loadConfig({
      env,
      workingDirectory: folder,
      flags: { ...flags, ...(dataDir !== undefined && { dataDir }) },
      ...(envFile !== undefined && { envFile }),
    });
  const output = (name: keyof typeof written) => ({
    isTTY: false,
    width: 80,
    hasColor: false,
    async write(text: string) {
      written[name] += text;
      if (name === 'stdout') options.onOutput?.(text, () => interrupts.forEach((listener) => void listener()));
    },
  });
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: typed(options.stdin ?? ''),
    env,
    cwd: folder,
    config,
    onInterrupt(listener) {
      const pressed = () => listener('SIGINT');
      interrupts.add(pressed);
      return () => void interrupts.delete(pressed);
    },
    onHangUp: () => {},
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
    setExitCode(code) {
      exitCode = code;
    },
    serve: () => Promise.reject(new Error('nothing is served here')),
    exit(code) {
      throw new Error(`the program was ended with ${code}`);
    },
  };
  const code = await runCli(argv, io);
  await Promise.all(opened.map((instance) => instance.close()));
  return { code, ...written };
}

async function* typed(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
