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
import { createRunPrinter, type RunPrinter } from './run-printer.ts';

interface Ending {
  readonly outcome: RunOutcome;
  /** Why it was stopped from here, if it was. */
  readonly stoppedBy?: 'interrupt' | 'timeout';
}

/** Prints a run until it ends; a run that waits for a person is answered on the terminal where nothing keeps it. */
export async function follow(started: StartedRun, scope: Scope, options: RuntimeOptions, io: Io): Promise<ExitCode> {
  if (scope.keepsRecords) return followKept(started.handle, scope, options, io);
  const screen = openScreen(started.handle, scope, options, io);
  let run: StartedRun = started;
  for (;;) {
    const ending = await followOnce(run.handle, screen, scope, options, io);
    const tellEnd = () => screen.printer.onEnd(ending.outcome);
    if (ending.outcome.type === 'run-finished') {
      await tellEnd();
      return report(ending, options, io);
    }
    // a reply is one document: that of the pause only where it is the last
    const isPutOff = options.output === 'json' && canAsk(io);
    if (!isPutOff) await tellEnd();
    const answers = await answerForms(run.handle, scope, io).catch(async (error: unknown) => {
      if (isPutOff) await tellEnd();
      throw error;
    });
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
  const screen = openScreen(handle, scope, options, io);
  const ending = await followOnce(handle, screen, scope, options, io);
  await screen.printer.onEnd(ending.outcome);
  if (ending.outcome.type === 'run-finished') return report(ending, options, io);
  return printForms(handle, ending.outcome, scope, options, io);
}

/** Where a run is shown, from its beginning to its end: the list of its nodes gives way to what is printed. */
interface Screen {
  readonly printer: RunPrinter;
  readonly live: LiveNodes | undefined;
}

function openScreen({ facts }: FollowedRunHandle, scope: Scope, { output }: RuntimeOptions, io: Io): Screen {
  const live = io.stderr.isTTY && output === 'text' ? new LiveNodes(io.stderr) : undefined;
  const write = async (text: string) => {
    await live?.giveWay(text); // it may come to the same terminal, through a pipe as well
    await io.stdout.write(text);
  };
  return { live, printer: createRunPrinter(output, streamContextOf(scope, facts), { write }) };
}

/** Until it ends or waits. */
async function followOnce(
  handle: FollowedRunHandle,
  { printer, live }: Screen,
  scope: Scope,
  options: RuntimeOptions,
  io: Io,
): Promise<Ending> {
  const stopper = stopOnDemand(handle, scope, options, io);
  try {
    for await (const { event } of handle.events()) {
      await live?.onEvent(event);
      await printer.onEvent(event);
    }
    const outcome = await handle.done;
    await live?.clear();
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
