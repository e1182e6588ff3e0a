import { Command } from 'commander';
import { KnownError, printJson, toUnixSeconds } from '../../kernel/index.ts';
import { createKey, findApp } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';

interface CreateOptions {
  readonly app?: string;
  readonly dataset?: boolean;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify key create`: prints a new key once. */
export const createCommand = (io: Io): Command =>
  new Command('create')
    .summary('Make a key and print it once')
    .option('--app <id-or-name>', 'a key for this app')
    .option('--dataset', 'a key for all datasets')
    .option('--json', 'prints {id, type, token, created_at, last_used_at}')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify key create --app "My app"\n')
    .action((options: CreateOptions) => create(options, io));

async function create(options: CreateOptions, io: Io): Promise<void> {
  if ((options.app === undefined) === (options.dataset !== true)) {
    throw new KnownError('usage', { message: 'key create needs either --app ID-or-name or --dataset' });
  }
  const scope = await openDirectoryScope(options, io);
  const app = options.app === undefined ? undefined : await findApp(scope, options.app);
  const { row, token } = await createKey(scope, app ? { appId: app.id } : {});
  const { id, type, createdAt } = row;
  const wire = { id, type, token, created_at: toUnixSeconds(createdAt), last_used_at: null };
  await io.stdout.write(options.json ? `${printJson(wire, 2)}\n` : `${token}\n`);
}
