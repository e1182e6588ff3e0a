import type { Command } from 'commander';
import { KnownError } from '../../kernel/index.ts';
import { generatePassword } from '../../operations/index.ts';
import type { Io } from '../io.ts';
import { canAsk, openPrompt } from '../prompt.ts';
import { readText } from '../run-options.ts';

export interface PasswordOptions {
  readonly passwordStdin?: boolean;
  readonly generatePassword?: boolean;
  readonly dataDir?: string;
}

export interface GivenPassword {
  readonly text: string;
  /** Nobody knows it yet: it has to be shown, once. */
  readonly isGenerated: boolean;
}

const VARIABLE = 'DIFY_USER_PASSWORD';

/** What stands in a flag, others on the machine can see and the shell remembers: no flag takes a password. */
export function addPasswordOptions(command: Command): Command {
  return command
    .option('--password-stdin', 'reads the password from standard input')
    .option('--generate-password', 'makes a password and prints it once')
    .addHelpText(
      'after',
      `\nThe password comes from standard input, the variable ${VARIABLE} or a prompt; else one is generated.`,
    );
}

/** The password from the first place that has one. */
export async function readPassword(options: PasswordOptions, io: Io): Promise<GivenPassword> {
  if (options.passwordStdin && options.generatePassword)
    throw new KnownError('usage', { message: 'use either --password-stdin or --generate-password' });
  if (options.passwordStdin) return given((await readText('-', io)).replace(/\r?\n$/, ''));
  if (options.generatePassword) return { text: generatePassword(), isGenerated: true };
  const { environment } = await io.config(options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  if (environment[VARIABLE]) return given(environment[VARIABLE]);
  if (canAsk(io)) return given(await askTwice(io));
  return { text: generatePassword(), isGenerated: true };
}

const given = (text: string): GivenPassword => ({ text, isGenerated: false });

async function askTwice(io: Io): Promise<string> {
  const prompt = openPrompt(io);
  try {
    const password = await prompt.ask('Password (8 or more letters and digits): ', { isSecret: true });
    const again = await prompt.ask('The same once more: ', { isSecret: true });
    if (password === again) return password;
  } finally {
    await prompt.close();
  }
  throw new KnownError('usage', { message: 'the two passwords differ' });
}
