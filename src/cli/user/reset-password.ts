import { Command } from 'commander';
import { resetPassword } from '../../operations/index.ts';
import { type DirectoryOptions, openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';
import { addPasswordOptions, type PasswordOptions, readPassword } from './read-password.ts';

interface ResetOptions extends DirectoryOptions, PasswordOptions {
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify user reset-password EMAIL` */
export const resetPasswordCommand = (io: Io): Command =>
  addPasswordOptions(
    new Command('reset-password')
      .summary('Give an account another password')
      .description('Gives an account another password, and prints it if it was generated.')
      .argument('<email>')
      .option('--workspace <id-or-name>', 'another than the oldest')
      .option('--json', 'prints the account, and the password if it was generated')
      .option('--data-dir <dir>', 'where accounts are kept'),
  )
    .addHelpText('after', '\nExample:\n  dify user reset-password ann@example.com --generate-password\n')
    .action((email: string, options: ResetOptions) => reset(email, options, io));

async function reset(email: string, options: ResetOptions, io: Io): Promise<void> {
  const password = await readPassword(options, io);
  const scope = await openDirectoryScope(options, io);
  const account = await resetPassword(scope, { email, password: password.text });
  const shown = password.isGenerated ? { password: password.text } : {};
  if (options.json) return printDocument({ id: account.id, email: account.email, ...shown }, io);
  await io.stderr.write(`changed the password of ${account.email}\n`);
  if (password.isGenerated) await io.stdout.write(`${password.text}\n`);
}
