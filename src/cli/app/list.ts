import { Command } from 'commander';
import { toUnixSeconds } from '../../kernel/index.ts';
import { listApps } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';

interface ListOptions {
  readonly name?: string;
  readonly page?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify app list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List apps, newest first')
    .option('--name <text>', 'only apps whose name contains this')
    .option('--page <number>', 'a later page of 100', '1')
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify app list --name report\n')
    .action(async (options: ListOptions) => {
      const scope = await openDirectoryScope(options, io);
      const request = {
        limit: 100,
        page: Math.max(1, Number(options.page) || 1),
        ...(options.name !== undefined && { name: options.name }),
      };
      const { items } = await listApps(scope, request);
      if (options.json) {
        const toWire = ({ id, name, mode, createdAt, updatedAt, workflowId }: (typeof items)[number]) => ({
          ...{ id, name, mode },
          is_published: workflowId !== null,
          created_at: toUnixSeconds(createdAt),
          updated_at: toUnixSeconds(updatedAt),
        });
        return printDocument(items.map(toWire), io);
      }
      const rows = items.map(({ id, name, mode, workflowId, appModelConfigId, updatedAt }) => ({
        ...{ id, mode },
        published: workflowId !== null || appModelConfigId !== null ? 'yes' : 'no',
        changed: dateText(updatedAt),
        name,
      }));
      return printTable(rows, io);
    });
