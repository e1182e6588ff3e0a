import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runCommandLine, type TestIoOptions } from '../../src/cli/testing/test-io.ts';

export type CommandEnd = Pick<Ended, 'code' | 'stdout' | 'stderr'>;
export type CommandOptions = Pick<TestIoOptions, 'env' | 'stdin' | 'onOutput'>;

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
  const env = { HOME: folder, ...options.env };
  const { code, stdout, stderr } = await runCommandLine(argv, { ...options, env, cwd: folder });
  return { code, stdout, stderr };
}
