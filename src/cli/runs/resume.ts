import { Command } from 'commander';
import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import { openFollowedRun, resumeRun } from '../../operations/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { follow, followKept } from '../follow-run.ts';
import type { Io } from '../io.ts';
import { parseOptions, ResumeOptions, readJsonObject } from '../run-options.ts';
import { addRuntimeOptions, changesExecution, openRuntime } from '../runtime-flags.ts';

/**
 * `dify runs resume RUN_ID`: answers the form a run waits for, and goes on with it. A server of the data directory does
 * so under its own settings, unless a flag says how; then, and where there is none, the command does.
 */
export const resumeCommand = (io: Io): Command =>
  addRuntimeOptions(
    new Command('resume')
      .summary('Answer the form a run waits for, and go on')
      .argument('<run-id>')
      .requiredOption('--action <id>', 'the chosen action; __timeout takes the time-out branch')
      .option('--inputs <json>', "the form's fields as JSON, @FILE or - for standard input"),
  )
    .addHelpText(
      'after',
      '\nExample:\n  dify runs resume 0198… --action approve --inputs \'{"note": "fine"}\' --data-dir ./data\n',
    )
    .action(async (runId: string, options: Record<string, unknown>) =>
      io.setExitCode(await resume(parseOptions(ResumeOptions, { ...options, runId }), io)),
    );

async function resume(options: ResumeOptions, io: Io): Promise<ExitCode> {
  const inputs = options.inputs === undefined ? {} : await readJsonObject(options.inputs, '--inputs', io);
  const config = await io.config(options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  if (config.dataDir === '')
    throw new KnownError('usage', { message: 'runs resume needs a data directory: --data-dir DIR' });
  const { instance, scope } = await openRuntime({ ...options, dataDir: config.dataDir }, io);
  const runId = options.runId as WorkflowRunId; // looked up in the workspace
  const request = { runId, actionId: options.action, inputs };
  const answer = changesExecution(options) ? undefined : await instance.askServer({ do: 'resume', ...request });
  if (!answer) return follow(await resumeRun(scope, request), scope, options, io);
  return followKept(await openFollowedRun(scope, { runId, after: answer.after ?? 0 }), scope, options, io);
}
