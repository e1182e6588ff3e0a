import { KnownError } from '../kernel/index.ts';
import {
  continueRun,
  type FollowedRunHandle,
  type RunOutcome,
  type Scope,
  type StartedRun,
  streamContextOf,
} from '../operations/index.ts';
import { errorForPeople, errorLine } from './error-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { answerForms, printForms } from './form/waiting-forms.ts';
import type { Io } from './io.ts';
import { LiveNodes } from './live-nodes.ts';
import { canAsk } from './prompt.ts';
import type { RuntimeOptions } from './run-options.ts';
import { createRunPrinter } from './run-printer.ts';

interface Ending {
  readonly outcome: RunOutcome;
  /** Why it was stopped from here, if it was. */
  readonly stoppedBy?: 'interrupt' | 'timeout';
}

/** Prints a run until it ends; a run that waits for a person is answered on the terminal where nothing keeps it. */
export async function follow(started: StartedRun, scope: Scope, options: RuntimeOptions, io: Io): Promise<ExitCode> {
  if (scope.keepsRecords) return followKept(started.handle, scope, options, io);
  let run: StartedRun = started;
  for (;;) {
    const ending = await followOnce(run.handle, scope, options, io, canAsk(io));
    if (ending.outcome.type === 'run-finished') return report(ending, options, io);
    const answers = await answerForms(run.handle, scope, io);
    run = await continueRun(scope, { run, answers });
  }
}

/** The same for a run that is stored, whoever executes it: where it waits for a person, the forms are told. */
export async function followKept(
  handle: FollowedRunHandle,
  scope: Scope,
  options: RuntimeOptions,
  io: Io,
): Promise<ExitCode> {
  const ending = await followOnce(handle, scope, options, io);
  if (ending.outcome.type === 'run-finished') return report(ending, options, io);
  return printForms(handle, ending.outcome, scope, options, io);
}

/** Until it ends or waits; a reply is one document, so that of a pause which is answered here is left out. */
async function followOnce(
  handle: FollowedRunHandle,
  scope: Scope,
  options: RuntimeOptions,
  io: Io,
  isAnsweredHere = false,
): Promise<Ending> {
  const printer = createRunPrinter(options.output, streamContextOf(scope, handle.facts), io);
  const live = io.stderr.isTTY && options.output === 'text' ? new LiveNodes(io.stderr) : undefined;
  const stopper = stopOnDemand(handle, scope, options, io);
  try {
    for await (const { event } of handle.events()) {
      await live?.onEvent(event);
      if (event.type === 'text-delta' || event.type === 'run-finished') await live?.clear();
      await printer.onEvent(event);
    }
    const outcome = await handle.done;
    await live?.clear();
    const isLast = outcome.type === 'run-finished' || !isAnsweredHere;
    if (isLast || options.output !== 'json') await printer.onEnd(outcome);
    const stoppedBy = stopper.reason();
    return { outcome, ...(stoppedBy && { stoppedBy }) };
  } finally {
    stopper.close();
  }
}

/** The first Ctrl-C stops the run as the stop endpoint does, the second ends the program; so does a time limit. */
function stopOnDemand(handle: FollowedRunHandle, { clock }: Scope, options: RuntimeOptions, io: Io) {
  let reason: 'interrupt' | 'timeout' | undefined;
  const stopListening = io.onInterrupt(() => {
    if (reason === 'interrupt') io.exit(exitCodes.interrupted);
    reason = 'interrupt';
    handle.stop();
  });
  const isOver = new AbortController();
  const onTimeout = () => {
    reason ??= 'timeout';
    handle.stop();
  };
  if (options.timeout !== undefined) clock.sleep(options.timeout * 1000, isOver.signal).then(onTimeout, () => {}); // over sooner
  return {
    reason: () => reason,
    close() {
      isOver.abort();
      stopListening();
    },
  };
}

async function report({ outcome, stoppedBy }: Ending, options: RuntimeOptions, io: Io): Promise<ExitCode> {
  if (outcome.type === 'run-paused') return exitCodes.paused;
  if (stoppedBy === 'timeout') {
    await say(
      new KnownError('run_timed_out', { message: `The run took longer than ${options.timeout} s (--timeout).` }),
      options,
      io,
    );
    return exitCodes.timedOut;
  }
  // an answer that the app's rules cut off is an answer
  if (outcome.status === 'stopped' && outcome.errorCode === 'output_moderation') return exitCodes.done;
  if (outcome.status === 'stopped') return exitCodes.interrupted;
  if (outcome.status === 'failed') return reportFailure(outcome, options, io);
  if (outcome.status === 'partial-succeeded') {
    const count = outcome.exceptionsCount;
    await io.stderr.write(
      `dify: warning: ${count} ${count === 1 ? 'attempt' : 'attempts'} failed and ${count === 1 ? 'was' : 'were'} recovered\n`,
    );
    return options.strict ? exitCodes.failed : exitCodes.done;
  }
  return exitCodes.done;
}

async function reportFailure(
  outcome: Extract<RunOutcome, { type: 'run-finished' }>,
  options: RuntimeOptions,
  io: Io,
): Promise<ExitCode> {
  const isMissingModel = outcome.errorCode === 'provider_not_initialize';
  const where = outcome.failedNodeId === undefined ? '' : ` (node "${outcome.failedNodeId}")`;
  const error = new KnownError(isMissingModel ? 'provider_not_initialize' : 'run_failed', {
    message: `${outcome.error ?? 'the run failed'}${where}`,
    ...(isMissingModel && { hint: MODEL_HINT }),
  });
  await say(error, options, io);
  return isMissingModel ? exitCodes.notAllowed : exitCodes.failed;
}

const MODEL_HINT =
  'Name a model with --model FROM=TO, a gateway with --model-gateway URL (or DIFY_MODEL_GATEWAY), ' +
  "or set the provider's own variable, for example OPENAI_API_KEY.";

async function say(error: KnownError, options: RuntimeOptions, io: Io): Promise<void> {
  await io.stderr.write(`${options.output === 'text' ? errorForPeople(error) : errorLine(error)}\n`);
}
