import { Command } from 'commander';
import type { Io } from '../io.ts';
import { addCommand } from './add.ts';
import { listCommand, removeCommand } from './manage.ts';

/** `dify extension`: API-based extensions, the services that the moderation of apps may ask. */
export const extensionCommand = (io: Io): Command =>
  new Command('extension')
    .summary('Add services of your own that apps ask')
    .description('API-based extensions: HTTP services of your own. Apps name them by id where they moderate.')
    .addCommand(listCommand(io))
    .addCommand(addCommand(io))
    .addCommand(removeCommand(io));
