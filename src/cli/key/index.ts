import { Command } from 'commander';
import type { Io } from '../io.ts';
import { createCommand } from './create.ts';
import { listCommand, revokeCommand } from './manage.ts';

/** `dify key`: API keys of apps and datasets. */
export const keyCommand = (io: Io): Command =>
  new Command('key')
    .summary('Create, list and revoke API keys')
    .description('Keys by which clients call the API of an app, or that of the datasets.')
    .addHelpText('after', '\nExamples:\n  dify key create --app "My app"\n  dify key list --app "My app"\n')
    .addCommand(listCommand(io))
    .addCommand(createCommand(io))
    .addCommand(revokeCommand(io));
