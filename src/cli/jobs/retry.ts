import { Command } from 'commander';
import { type JobId, KnownError } from '../../kernel/index.ts';
import { retryDeadJobs, retryJob } from '../../operations/index.ts';
import { openSystemScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';

interface RetryOptions {
  readonly all?: boolean;
  readonly name?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify jobs retry ID…|--all` */
export const retryCommand = (io: Io): Command =>
  new Command('retry')
    .summary('Begin dead jobs anew')
    .description('Begins jobs anew that failed too often. A server that works on the data directory runs them.')
    .argument('[id...]')
    .option('--all', 'every dead job')
    .option('--name <name>', 'with --all: only jobs of this kind')
    .option('--json', 'prints {"retried": how many}')
    .option('--data-dir <dir>', 'where jobs are kept')
    .addHelpText('after', '\nExamples:\n  dify jobs retry 0198…\n  dify jobs retry --all --name index-annotation\n')
    .action((ids: readonly JobId[], options: RetryOptions) => retry(ids, options, io)); // looked up as given

async function retry(ids: readonly JobId[], { all, name, json, ...directory }: RetryOptions, io: Io): Promise<void> {
  if ((ids.length === 0) === (all !== true))
    throw new KnownError('usage', { message: 'jobs retry needs either ids or --all' });
  if (name !== undefined && !all) throw new KnownError('usage', { message: '--name goes with --all' });
  const scope = await openSystemScope(directory, io);
  for (const id of ids) await retryJob(scope, { id });
  const retried = all ? await retryDeadJobs(scope, name === undefined ? {} : { name }) : ids.length;
  if (json) return printDocument({ retried }, io);
  await io.stderr.write(`${retried} ${retried === 1 ? 'job begins' : 'jobs begin'} anew\n`);
}
