import { type RunFinished, toJsonObject } from '../../engine/index.ts';
import type { RunBatch, WorkflowRunPatch } from '../../storage/index.ts';
import type { RunOutcome } from '../output-filter.ts';
import type { RecorderOptions } from '../recorder-options.ts';

/** What changes of a run's row: its end, or that it goes on after a pause. */
export function runPatchOf(end: RunOutcome | undefined, isResumed: boolean): WorkflowRunPatch | undefined {
  if (end) return toRunPatch(end);
  return isResumed ? { status: 'running' } : undefined;
}

function toRunPatch(end: RunOutcome): WorkflowRunPatch {
  const common = { outputs: toJsonObject(end.outputs), elapsedTime: end.elapsedSeconds, totalSteps: end.totalSteps };
  const free = { leaseOwner: null, leaseExpiresAt: null };
  if (end.type === 'run-paused') return { ...common, ...free, status: 'paused', totalTokens: end.totalTokens };
  return {
    ...common,
    ...free,
    status: end.status,
    error: end.error ?? null,
    totalTokens: end.usage.totalTokens,
    exceptionsCount: end.exceptionsCount,
    finishedAt: end.at,
  };
}

/** The end of a run whose events could not be written: nothing in it depends on them. */
export function bareEnd(end: RunFinished, { facts, leaseOwner }: RecorderOptions): RunBatch {
  const { status, error, at, elapsedSeconds } = end;
  const { runId, messageId } = facts;
  return {
    ...{ runId, leaseOwner },
    runPatch: {
      ...{ status, error: error ?? null, finishedAt: at, elapsedTime: elapsedSeconds },
      ...{ leaseOwner: null, leaseExpiresAt: null },
    },
    ...(messageId && { messagePatch: { id: messageId, status: 'error', error: error ?? null } }),
  };
}
