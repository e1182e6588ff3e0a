import { Command } from 'commander';
import { type ApiTokenId, toUnixSeconds } from '../../kernel/index.ts';
import { findApp, listKeys, revokeKey } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { shellWord } from '../shell-word.ts';
import { dateText, printDocument, printTable } from '../table.ts';

interface ListOptions {
  readonly app?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify key list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List the keys of an app, or of the datasets')
    .option('--app <id-or-name>', 'the keys of this app; those of the datasets without it')
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify key list --app "My app"\n')
    .action(async (options: ListOptions) => {
      const scope = await openDirectoryScope(options, io);
      const app = options.app === undefined ? undefined : await findApp(scope, options.app);
      const keys = await listKeys(scope, app ? { appId: app.id } : {});
      if (!options.json) {
        return printTable(
          keys.map(({ id, type, createdAt, lastUsedAt }) => ({
            id,
            type,
            created: dateText(createdAt),
            used: dateText(lastUsedAt),
          })),
          io,
          app
            ? `no keys: dify key create --app ${shellWord(app.name)}`
            : 'no keys of the datasets; --app NAME lists those of an app',
        );
      }
      const seconds = (instant: number | null) => (instant === null ? null : toUnixSeconds(instant));
      return printDocument(
        keys.map(({ id, type, createdAt, lastUsedAt }) => ({
          id,
          type,
          created_at: seconds(createdAt),
          last_used_at: seconds(lastUsedAt),
        })),
        io,
      );
    });

/** `dify key revoke ID` */
export const revokeCommand = (io: Io): Command =>
  new Command('revoke')
    .summary('End a key at once')
    .argument('<id>')
    .option('--json', 'prints {revoked}')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify key revoke 0198…\n')
    .action(async (id: string, options: Omit<ListOptions, 'app'>) => {
      const scope = await openDirectoryScope(options, io);
      await revokeKey(scope, { id: id as ApiTokenId }); // looked up in the workspace
      if (options.json) return printDocument({ revoked: id }, io);
      await io.stderr.write(`revoked ${id}\n`);
    });
