import { Command } from 'commander';
import type { Io } from '../io.ts';
import { listCommand } from './list.ts';
import { retryCommand } from './retry.ts';

/** `dify jobs`: background jobs of the data directory. */
export const jobsCommand = (io: Io): Command =>
  new Command('jobs')
    .summary('List and retry background jobs')
    .addCommand(listCommand(io))
    .addCommand(retryCommand(io));
