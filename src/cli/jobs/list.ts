import { Command, Option } from 'commander';
import { type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import { type Job, listJobs } from '../../operations/index.ts';
import { countReader } from '../count-reader.ts';
import { openSystemScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';

const statuses = ['waiting', 'running', 'done', 'dead'] as const;

interface ListOptions {
  readonly status?: (typeof statuses)[number];
  readonly name?: string;
  readonly limit: number;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify jobs list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List background jobs, newest first')
    .addOption(new Option('--status <status>', 'only those that are so').choices(statuses))
    .option('--name <name>', 'only jobs of this kind')
    .option('--limit <number>', 'how many, 100 at most', countReader('--limit', 100), 20)
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where jobs are kept')
    .addHelpText('after', '\nExample:\n  dify jobs list --status dead\n')
    .action(async ({ status, name, limit, json, ...directory }: ListOptions) => {
      const scope = await openSystemScope(directory, io);
      const jobs = await listJobs(scope, {
        limit,
        ...(name !== undefined && { name }),
        ...(status && { status }),
      });
      return json ? printDocument(jobs.map(jobToWire), io) : printTable(jobs.map(jobToRow), io, 'no jobs');
    });

function jobToRow(job: Job): Record<string, string> {
  return {
    ...{ id: job.id, name: job.name, status: job.status },
    attempts: `${job.attempts}/${job.maxAttempts}`,
    created: dateText(job.createdAt),
    next: dateText(nextRun(job)),
    error: job.lastError?.split('\n')[0] ?? '',
  };
}

function jobToWire(job: Job): JsonObject {
  const seconds = (instant: number | null) => (instant === null ? null : toUnixSeconds(instant));
  return {
    ...{ id: job.id, name: job.name, status: job.status, workspace_id: job.tenantId },
    ...{ attempts: job.attempts, max_attempts: job.maxAttempts, error: job.lastError },
    next_run_at: seconds(nextRun(job)),
    created_at: seconds(job.createdAt),
    started_at: seconds(job.startedAt),
    finished_at: seconds(job.finishedAt),
  };
}

function nextRun({ status, runAt }: Job): number | null {
  return status === 'waiting' ? runAt : null;
}
