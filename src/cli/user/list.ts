import { Command } from 'commander';
import { listMembers } from '../../operations/index.ts';
import { type DirectoryOptions, openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';
import { memberToWire } from './member-to-wire.ts';

/** `dify user list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List the accounts of a workspace')
    .option('--workspace <id-or-name>', 'another than the oldest')
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where accounts are kept')
    .addHelpText('after', '\nExample:\n  dify user list --json\n')
    .action(async (options: DirectoryOptions & { readonly json?: boolean }) => {
      const members = await listMembers(await openDirectoryScope(options, io));
      if (options.json) return printDocument(members.map(memberToWire), io);
      const rows = members.map(({ account, membership }) => ({
        ...{ id: account.id, email: account.email, name: account.name },
        ...{ role: membership.role, status: account.status, created: dateText(account.createdAt) },
      }));
      return printTable(rows, io, 'no accounts: dify user create EMAIL makes one');
    });
