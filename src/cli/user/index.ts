import { Command } from 'commander';
import type { Io } from '../io.ts';
import { createCommand } from './create.ts';
import { listCommand } from './list.ts';
import { resetPasswordCommand } from './reset-password.ts';

/** `dify user`: accounts and roles of a workspace. */
export const userCommand = (io: Io): Command =>
  new Command('user')
    .summary('Create and list accounts')
    .description('The accounts of a workspace. The first one owns it.')
    .addHelpText('after', '\nExamples:\n  dify user create ann@example.com\n  dify user list\n')
    .addCommand(listCommand(io))
    .addCommand(createCommand(io))
    .addCommand(resetPasswordCommand(io));
