import { Command } from 'commander';
import type { Io } from '../io.ts';
import { listCommand, showCommand, stopCommand } from './manage.ts';
import { resumeCommand } from './resume.ts';

/** `dify runs`: workflow runs of the data directory. */
export const runsCommand = (io: Io): Command =>
  new Command('runs')
    .summary('List, show, resume and stop runs')
    .description('The runs of a data directory, those of a server and those of dify run --data-dir.')
    .addHelpText('after', '\nExamples:\n  dify runs list --status paused\n  dify runs show 0198…\n')
    .addCommand(listCommand(io))
    .addCommand(showCommand(io))
    .addCommand(resumeCommand(io))
    .addCommand(stopCommand(io));
