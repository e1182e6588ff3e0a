import { Command } from 'commander';
import { KnownError } from '../../kernel/index.ts';
import { listApiExtensions, removeApiExtension } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';
import { extensionToWire } from './extension-to-wire.ts';

interface Options {
  readonly json?: boolean;
  readonly dataDir?: string;
}

const verb = (name: string, summary: string) =>
  new Command(name).summary(summary).option('--data-dir <dir>', 'where extensions are kept');

/** `dify extension list` */
export const listCommand = (io: Io): Command =>
  verb('list', 'List the services, newest first')
    .option('--json', 'prints a list of {id, name, api_endpoint, api_key, created_at}, keys masked')
    .action(async (options: Options) => {
      const extensions = await listApiExtensions(await openDirectoryScope(options, io));
      if (options.json) return printDocument(extensions.map(extensionToWire), io);
      const rows = extensions.map(({ id, name, endpoint, apiKey = '(unreadable)', createdAt }) => ({
        ...{ id, name, endpoint, key: apiKey },
        added: dateText(createdAt),
      }));
      return printTable(rows, io, 'no extensions: dify extension add NAME URL keeps one');
    });

/** `dify extension remove ID|NAME` */
export const removeCommand = (io: Io): Command =>
  verb('remove', 'Forget a service; apps that ask it fail from then on')
    .argument('<extension>', 'its id or its name')
    .option('--json', 'prints {removed}')
    .addHelpText('after', '\nExample:\n  dify extension remove guard\n')
    .action(async (wanted: string, options: Options) => {
      const scope = await openDirectoryScope(options, io);
      const extensions = await listApiExtensions(scope);
      const found = extensions.find(({ id }) => id === wanted) ?? extensions.find(({ name }) => name === wanted);
      if (!found) throw unknown(wanted);
      await removeApiExtension(scope, found);
      if (options.json) return printDocument({ removed: found.id }, io);
      return io.stderr.write(`removed ${found.name} ${found.id}\n`);
    });

function unknown(wanted: string): KnownError {
  const message = `There is no API-based extension with the id or name "${wanted}".`;
  return new KnownError('not_found', { message, hint: 'dify extension list shows what there is.' });
}
