import { Command } from 'commander';
import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import { resumeRun } from '../../operations/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { follow } from '../follow-run.ts';
import type { Io } from '../io.ts';
import { parseOptions, ResumeOptions, readJsonObject } from '../run-options.ts';
import { addRuntimeOptions, openScope } from '../runtime-flags.ts';

/** `dify runs resume RUN_ID`: answers the form a run waits for, and goes on with it. */
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
  const scope = await openScope({ ...options, dataDir: config.dataDir }, io);
  const started = await resumeRun(scope, { runId: options.runId as WorkflowRunId, actionId: options.action, inputs });
  return follow(started, scope, options, io);
}
