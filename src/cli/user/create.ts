import { Command } from 'commander';
import { KnownError, type Role, roles } from '../../kernel/index.ts';
import { type Admission, createMember } from '../../operations/index.ts';
import { type DirectoryOptions, openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';
import { memberToWire } from './member-to-wire.ts';
import { addPasswordOptions, type GivenPassword, type PasswordOptions, readPassword } from './read-password.ts';

interface CreateOptions extends DirectoryOptions, PasswordOptions {
  readonly role?: string;
  readonly name?: string;
  readonly language?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

const EXAMPLES = `
Examples:
  dify user create ann@example.com
  pass show dify | dify user create ann@example.com --role editor --password-stdin
`;

/** `dify user create EMAIL` */
export const createCommand = (io: Io): Command =>
  addPasswordOptions(
    new Command('create')
      .summary('Make an account')
      .description('Makes an account and prints its id, and the password below it if one was generated.')
      .argument('<email>')
      .option('--role <role>', `${roles.join(', ')} (default: owner for the first account, then normal)`)
      .option('--name <name>', 'default: what stands before the @')
      .option('--language <tag>', 'of the interface: en-US, zh-Hans, de-DE, …')
      .option('--workspace <id-or-name>', 'another than the oldest')
      .option('--json', 'prints the account, and the password if one was generated')
      .option('--data-dir <dir>', 'where accounts are kept'),
  )
    .addHelpText('after', EXAMPLES)
    .action((email: string, options: CreateOptions) => create(email, options, io));

async function create(email: string, options: CreateOptions, io: Io): Promise<void> {
  const role = readRole(options.role);
  const password = await readPassword(options, io);
  const admission = await createMember(await openDirectoryScope(options, io), {
    email,
    password: password.text,
    ...(role && { role }),
    ...(options.name !== undefined && { name: options.name }),
    ...(options.language !== undefined && { language: options.language }),
  });
  await report(admission, password, options, io);
}

async function report(admission: Admission, password: GivenPassword, options: CreateOptions, io: Io): Promise<void> {
  const { account, membership, isNewAccount } = admission;
  const isShown = password.isGenerated && isNewAccount;
  if (!isNewAccount) await io.stderr.write(`${account.email} has an account already, whose password stays\n`);
  if (options.json) {
    const shown = { ...memberToWire(admission), ...(isShown && { password: password.text }) };
    return printDocument(shown, io);
  }
  await io.stderr.write(`added ${account.email} as ${membership.role}\n`);
  await io.stdout.write(`${account.id}\n${isShown ? `${password.text}\n` : ''}`);
}

function readRole(text: string | undefined): Role | undefined {
  const role = roles.find((known) => known === text);
  if (role || text === undefined) return role;
  throw new KnownError('usage', { message: `--role knows ${roles.join(', ')}, got "${text}"` });
}
