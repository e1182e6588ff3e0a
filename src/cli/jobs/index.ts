import { Command } from 'commander';
import type { Io } from '../io.ts';
import { listCommand } from './list.ts';
import { retryCommand } from './retry.ts';

/** `dify jobs`: background jobs of the data directory. */
export const jobsCommand = (io: Io): Command =>
  new Command('jobs')
    .summary('List and retry background jobs')
    .description('What a server does in the background. A job that failed too often is dead until it is retried.')
    .addHelpText('after', '\nExamples:\n  dify jobs list --status dead\n  dify jobs retry --all\n')
    .addCommand(listCommand(io))
    .addCommand(retryCommand(io));
