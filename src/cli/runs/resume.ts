import { Command } from 'commander';
import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import { keepFormFiles, listWaitingForms, openFollowedRun, resumeRun, type Scope } from '../../operations/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { follow, followKept } from '../follow-run.ts';
import { askForms } from '../form/ask-forms.ts';
import type { Io } from '../io.ts';
import { canAsk } from '../prompt.ts';
import { parseOptions, ResumeOptions, readGivenFiles, readJsonObject } from '../run-options.ts';
import { addRuntimeOptions, changesExecution, collect, openRuntime } from '../runtime-flags.ts';

/**
 * `dify runs resume RUN_ID`: answers the form a run waits for, and goes on with it. A server of the data directory does
 * so under its own settings, unless a flag says how; then, and where there is none, the command does.
 */
export const resumeCommand = (io: Io): Command =>
  addRuntimeOptions(
    new Command('resume')
      .summary('Answer the form a run waits for, and go on')
      .argument('<run-id>')
      .description('Answers the form a run waits for, and goes on with it. Without --action a terminal is asked.')
      .option('--action <id>', 'the chosen action; __timeout takes the time-out branch')
      .option('--inputs <json>', "the form's fields as JSON, @FILE or - for standard input")
      .option('-f, --file <name=path|url>', 'a file for a field of the form; several for a field of a list', collect),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  dify runs resume 0198… --action approve --inputs \'{"note": "fine"}\' --file doc=report.pdf\n' +
        '  dify runs resume 0198… --data-dir ./data\n',
    )
    .action(async (runId: string, { file: files, ...options }: Record<string, unknown>) =>
      io.setExitCode(
        await resume(parseOptions(ResumeOptions, { ...options, runId, ...(files !== undefined && { files }) }), io),
      ),
    );

async function resume(options: ResumeOptions, io: Io): Promise<ExitCode> {
  refuseHalfAnswer(options, io);
  const config = await io.config(options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  if (config.dataDir === '')
    throw new KnownError('usage', { message: 'runs resume needs a data directory: --data-dir DIR' });
  const { instance, scope } = await openRuntime({ ...options, dataDir: config.dataDir }, io);
  const request = await readAnswer(options, scope, io);
  if (!request) return exitCodes.paused;
  const answer = changesExecution(options) ? undefined : await instance.askServer({ do: 'resume', ...request });
  if (!answer) return follow(await resumeRun(scope, request), scope, options, io);
  const { runId } = request;
  return followKept(await openFollowedRun(scope, { runId, after: answer.after ?? 0 }), scope, options, io);
}

function refuseHalfAnswer({ action, inputs, files }: ResumeOptions, io: Io): void {
  if (action !== undefined) return;
  if (inputs !== undefined || files.length > 0)
    throw new KnownError('usage', { message: '--inputs and --file go with --action ID' });
  if (!canAsk(io))
    throw new KnownError('usage', {
      message: 'runs resume needs --action ID: nobody can be asked without a terminal',
      hint: 'dify runs resume --help shows an example.',
    });
}

type Answer = Parameters<typeof resumeRun>[1];

/** What the flags say, else what a person answers; undefined when the terminal gives nothing more. */
async function readAnswer(options: ResumeOptions, scope: Scope, io: Io): Promise<Answer | undefined> {
  const runId = options.runId as WorkflowRunId; // looked up in the workspace
  const { action: actionId } = options;
  if (actionId === undefined) return askAnswer(runId, scope, io);
  const inputs = options.inputs === undefined ? {} : await readJsonObject(options.inputs, '--inputs', io);
  if (options.files.length === 0) return { runId, actionId, inputs };
  const files = await readGivenFiles(options.files, io);
  const kept = await keepFormFiles(scope, { runId, actionId, files });
  return { runId, actionId, formId: kept.formId, inputs: { ...inputs, ...kept.inputs } };
}

/** Of several forms the first is asked: the run tells of the others when it pauses again. */
async function askAnswer(runId: WorkflowRunId, scope: Scope, io: Io): Promise<Answer | undefined> {
  const forms = (await listWaitingForms(scope, { runId })).slice(0, 1);
  const answers = (await askForms(forms, { scope, io, runId })) ?? {};
  const [answer] = forms.flatMap(({ formId, nodeId }) => {
    const filled = answers[nodeId];
    return filled ? [{ runId, formId, actionId: filled.actionId, inputs: filled.inputs }] : [];
  });
  return answer;
}
