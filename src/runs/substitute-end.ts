import { noUsage, type RunFinished } from '../engine/index.ts';
import { errorCodes, errorText } from '../kernel/index.ts';
import type { RunOutcome } from './output-filter.ts';

/** The last that readers hear of a run which another process will go on with. */
export function interruptedEnd(at: number): RunFinished {
  return {
    ...{ type: 'run-finished', at, status: 'failed', outputs: {}, exceptionsCount: 0, usage: noUsage },
    ...{ elapsedSeconds: 0, totalSteps: 0 },
    error: errorCodes.run_interrupted,
    errorCode: 'run_interrupted',
  };
}

/** The run went through, but its records did not: that must not look like a success. */
export function unrecordedEnd(outcome: RunOutcome, error: unknown): RunFinished {
  const message = `The run could not be recorded: ${errorText(error)}`;
  if (outcome.type === 'run-finished') return { ...outcome, status: 'failed', error: message };
  const { at, outputs, elapsedSeconds, totalSteps } = outcome;
  return {
    type: 'run-finished',
    at,
    outputs,
    elapsedSeconds,
    totalSteps,
    status: 'failed',
    error: message,
    exceptionsCount: 0,
    usage: noUsage,
  };
}
