import { Command } from 'commander';
import { KnownError } from '../../kernel/index.ts';
import { deleteApp, findApp } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { canAsk, openPrompt } from '../prompt.ts';
import { printDocument } from '../table.ts';

interface DeleteOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly dataDir?: string;
}

/** `dify app delete APP` */
export const deleteCommand = (io: Io): Command =>
  new Command('delete')
    .summary('Delete an app with its keys, runs and chats')
    .description('Deletes an app for ever: on a terminal it asks first, elsewhere it wants --yes.')
    .argument('<app>', 'id or name')
    .option('-y, --yes', 'without asking')
    .option('--json', 'prints {deleted}')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify app delete "My app" --yes\n')
    .action(async (wanted: string, options: DeleteOptions) => io.setExitCode(await remove(wanted, options, io)));

async function remove(wanted: string, options: DeleteOptions, io: Io): Promise<ExitCode> {
  const scope = await openDirectoryScope(options, io);
  const app = await findApp(scope, wanted);
  if (!options.yes && !(await isConfirmed(app, io))) {
    await io.stderr.write('nothing is deleted\n');
    return exitCodes.failed;
  }
  await deleteApp(scope, { appId: app.id });
  if (options.json) await printDocument({ deleted: app.id }, io);
  else await io.stderr.write(`deleted ${printable(app.name)}\n`);
  return exitCodes.done;
}

/** Anything but a clear yes is a no. */
async function isConfirmed({ name, mode }: Awaited<ReturnType<typeof findApp>>, io: Io): Promise<boolean> {
  if (!canAsk(io)) {
    throw new KnownError('usage', { message: `Deleting "${name}" cannot be undone.`, hint: 'Say --yes to go on.' });
  }
  const prompt = openPrompt(io);
  try {
    const app = `the ${mode} app "${printable(name)}" with its keys, versions, runs, chats and annotations`;
    const typed = await prompt.ask(`Delete ${app}? This cannot be undone. [y/N] `, { isSecret: false });
    return /^y(es)?$/i.test(typed);
  } finally {
    await prompt.close();
  }
}
