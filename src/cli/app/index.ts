import { Command } from 'commander';
import type { Io } from '../io.ts';
import { deleteCommand } from './delete.ts';
import { importCommand } from './import.ts';
import { listCommand } from './list.ts';
import { copyCommand, exportCommand, publishCommand, showCommand } from './manage.ts';

/** `dify app`: apps of the data directory. */
export const appCommand = (io: Io): Command =>
  new Command('app')
    .summary('Import, publish, export and list apps')
    .description('The apps of a data directory: what dify serve serves, once they are published.')
    .addHelpText(
      'after',
      '\nExamples:\n  dify app import flow.yml --publish\n  dify app list\n  dify app export "My app" > my-app.yml\n',
    )
    .addCommand(listCommand(io))
    .addCommand(showCommand(io))
    .addCommand(importCommand(io))
    .addCommand(exportCommand(io))
    .addCommand(publishCommand(io))
    .addCommand(copyCommand(io))
    .addCommand(deleteCommand(io));
