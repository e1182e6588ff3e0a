import { Command } from 'commander';
import { toUnixSeconds } from '../../kernel/index.ts';
import { listApps } from '../../operations/index.ts';
import { countReader } from '../count-reader.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';

interface ListOptions {
  readonly name?: string;
  readonly page: number;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify app list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List apps, newest first')
    .option('--name <text>', 'only apps whose name contains this')
    .option('--page <number>', 'a later page of 100', countReader('--page'), 1)
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify app list --name report\n')
    .action(async (options: ListOptions) => {
      const scope = await openDirectoryScope(options, io);
      const request = {
        limit: 100,
        page: options.page,
        ...(options.name !== undefined && { name: options.name }),
      };
      const { items, hasMore } = await listApps(scope, request);
      if (options.json) return printDocument(items.map(appToWire), io);
      const isSearched = options.name !== undefined || options.page > 1;
      await printTable(items.map(appToRow), io, isSearched ? NONE_LIKE_IT : NONE);
      if (hasMore)
        await io.stderr.write(`older ones are there: --page ${options.page + 1}
`);
    });

const NONE = 'no apps here: dify app import FLOW.yml takes one in';
const NONE_LIKE_IT = 'no such apps';

type App = Awaited<ReturnType<typeof listApps>>['items'][number];

function appToWire(app: App) {
  const { id, name, mode, createdAt, updatedAt } = app;
  return {
    ...{ id, name, mode },
    is_published: isPublished(app),
    created_at: toUnixSeconds(createdAt),
    updated_at: toUnixSeconds(updatedAt),
  };
}

function appToRow(app: App) {
  const { id, name, mode, updatedAt } = app;
  return { ...{ id, mode }, published: isPublished(app) ? 'yes' : 'no', changed: dateText(updatedAt), name };
}

/** Apps without a graph have no versions: what is saved of them is what runs. */
function isPublished({ workflowId, appModelConfigId }: App): boolean {
  return workflowId !== null || appModelConfigId !== null;
}
