import { errorText, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import { keptAnswers } from '../forms/form-answers.ts';
import type { Scope } from '../scope.ts';
import { endRun } from './end-run.ts';
import { loadRun } from './plan/stored-plan.ts';
import { goOn } from './resume-run.ts';
import type { StartedRun } from './run-app.ts';
import { countVainTakeovers } from './run-history.ts';

/** What becomes of runs whose process died: they go on from their last recorded node, or count as failed. */
export type RecoveryPolicy = 'continue' | 'fail';

export interface RecoverRunRequest {
  readonly runId: WorkflowRunId;
  readonly policy: RecoveryPolicy;
}

/**
 * Takes over a run whose process has not been heard of. Undefined when it ends here, when another process was faster, and
 * when this one is about to end: then the run is left as it was.
 */
export async function recoverRun(scope: Scope, { runId, policy }: RecoverRunRequest): Promise<StartedRun | undefined> {
  const lease = { owner: scope.processName, expiresAt: scope.leaseUntil() };
  if (!(await scope.stores.runs.claim(runId, lease, 'running'))) return undefined;
  const row = await scope.stores.runs.get(runId);
  try {
    if (row.stopRequestedAt !== null) await endRun(scope, row, { status: 'stopped', error: 'Stopped by user.' });
    else if (policy === 'fail') await endRun(scope, row, { status: 'failed', error: INTERRUPTED });
    else return await takeUp(scope, row);
  } catch (error) {
    if (isClosing(error)) await scope.stores.runs.release(runId, scope.processName);
    else await endUnrecoverable(scope, row, error);
  }
  return undefined;
}

/** A run that ends each process that takes it up would end them for ever. */
const MOST_IN_VAIN = 5;

async function takeUp(scope: Scope, row: WorkflowRun): Promise<StartedRun | undefined> {
  const stored = await loadRun(scope, row);
  if (countVainTakeovers(stored.history) < MOST_IN_VAIN)
    return goOn(scope, stored, Object.fromEntries(await keptAnswers(scope, row.id)));
  const error = `The run was taken up ${MOST_IN_VAIN} times, and each time its process ended before anything was done.`;
  await endRun(scope, row, { status: 'failed', error });
  return undefined;
}

function isClosing(error: unknown): boolean {
  return error instanceof KnownError && error.code === 'server_closing';
}

const INTERRUPTED = 'The process that executed the run ended.';

/** Whatever it is, the run may not stay "running" for ever: with a last event if possible, without one if not. */
async function endUnrecoverable(scope: Scope, row: WorkflowRun, cause: unknown): Promise<void> {
  const error = `The run was interrupted and cannot go on: ${errorText(cause)}`;
  await endRun(scope, row, { status: 'failed', error }).catch(() =>
    scope.stores.runs.record({
      runId: row.id,
      leaseOwner: scope.processName,
      runPatch: {
        ...{ status: 'failed', error, finishedAt: scope.clock.now() },
        ...{ leaseOwner: null, leaseExpiresAt: null },
      },
    }),
  );
}
