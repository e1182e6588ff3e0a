import { Command } from 'commander';
import { float, KnownError, toUnixSeconds, type WorkflowRunId } from '../../kernel/index.ts';
import { findApp, listRuns, requestStop, showRun } from '../../operations/index.ts';
import { countReader } from '../count-reader.ts';
import { openDirectory, openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';

const statuses = ['scheduled', 'running', 'succeeded', 'failed', 'stopped', 'partial-succeeded', 'paused'] as const;
type Status = (typeof statuses)[number];

interface ListOptions {
  readonly app?: string;
  readonly status?: string;
  readonly limit: number;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify runs list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List runs, newest first')
    .option('--app <id-or-name>', 'only runs of this app')
    .option('--status <status>', statuses.join(', '))
    .option('--limit <number>', 'how many', countReader('--limit'), 20)
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where runs are kept')
    .addHelpText('after', '\nExample:\n  dify runs list --status failed\n')
    .action(async (options: ListOptions) => {
      const status = readStatus(options.status);
      const isFiltered = (options.app ?? options.status) !== undefined;
      const scope = await openDirectoryScope(options, io);
      const app = options.app === undefined ? undefined : await findApp(scope, options.app);
      const found = await listRuns(scope, {
        limit: options.limit + 1,
        ...(app && { appId: app.id }),
        ...(status && { status }),
      });
      const runs = found.slice(0, options.limit);
      if (options.json) return printDocument(runs.map(summary), io);
      const rows = runs.map((run) => ({
        ...{ id: run.id, status: run.status },
        started: dateText(run.createdAt),
        seconds: run.elapsedTime.toFixed(2),
        tokens: String(run.totalTokens),
        error: (run.error ?? '').split('\n')[0] ?? '',
      }));
      await printTable(rows, io, isFiltered ? 'no such runs' : 'no runs: dify run keeps one with --data-dir DIR');
      if (found.length > runs.length) await io.stderr.write(`older ones are there: --limit ${options.limit * 10}\n`);
    });

function readStatus(text: string | undefined): Status | undefined {
  if (text === undefined) return undefined;
  const status = statuses.find((known) => known === text);
  if (status) return status;
  throw new KnownError('usage', { message: `--status knows ${statuses.join(', ')}, got "${text}"` });
}

type Run = Awaited<ReturnType<typeof listRuns>>[number];

function summary(run: Run) {
  return {
    id: run.id,
    app_id: run.appId,
    status: run.status,
    error: run.error,
    elapsed_time: float(run.elapsedTime),
    total_tokens: run.totalTokens,
    total_steps: run.totalSteps,
    created_at: toUnixSeconds(run.createdAt),
    finished_at: run.finishedAt === null ? null : toUnixSeconds(run.finishedAt),
  };
}

/** `dify runs show ID` */
export const showCommand = (io: Io): Command =>
  new Command('show')
    .summary('Show a run and what its nodes did')
    .argument('<run-id>')
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where runs are kept')
    .addHelpText('after', '\nExample:\n  dify runs show 0198…\n')
    .action(async (runId: string, options: { json?: boolean; dataDir?: string }) => {
      const scope = await openDirectoryScope(options, io);
      const { run, nodes } = await showRun(scope, { runId: runId as WorkflowRunId }); // looked up in the workspace
      if (!options.json) {
        await printDocument({ ...summary(run), inputs: run.inputs, outputs: run.outputs }, io);
        const rows = nodes.map((node) => ({
          title: node.title,
          type: node.nodeType,
          status: node.status,
          seconds: node.elapsedTime.toFixed(2),
          error: node.error ?? '',
        }));
        return printTable(rows, io);
      }
      const details = nodes.map((node) => ({
        ...{
          id: node.id,
          node_id: node.nodeId,
          node_type: node.nodeType,
          title: node.title,
          status: node.status,
          error: node.error,
        },
        ...{ inputs: node.inputs, process_data: node.processData, outputs: node.outputs },
        elapsed_time: float(node.elapsedTime),
      }));
      return printDocument({ ...summary(run), inputs: run.inputs, outputs: run.outputs, nodes: details }, io);
    });

/** `dify runs stop ID` */
export const stopCommand = (io: Io): Command =>
  new Command('stop')
    .summary('Stop a run, whichever process executes it')
    .argument('<run-id>')
    .option('--json', 'prints {stop_requested}')
    .option('--data-dir <dir>', 'where runs are kept')
    .addHelpText('after', '\nExample:\n  dify runs stop 0198…\n')
    .action(async (runId: string, options: { json?: boolean; dataDir?: string }) => {
      const instance = await openDirectory(options, io);
      if (!(await instance.askServer({ do: 'stop', runId }))) {
        const scope = await instance.localScope({ user: 'cli' });
        await requestStop(scope, { runId: runId as WorkflowRunId }); // looked up in the workspace
      }
      if (options.json) return printDocument({ stop_requested: runId }, io);
      await io.stderr.write(`asked ${runId} to stop\n`);
    });
