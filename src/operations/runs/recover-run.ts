import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { Scope } from '../scope.ts';
import { goOn } from './resume-run.ts';
import type { StartedRun } from './run-app.ts';
import { loadRun } from './stored-plan.ts';

/** What becomes of runs whose process died: they go on from their last recorded node, or count as failed. */
export type RecoveryPolicy = 'continue' | 'fail';

export interface RecoverRunRequest {
  readonly runId: WorkflowRunId;
  readonly policy: RecoveryPolicy;
}

/** Takes over a run whose process has not been heard of. Undefined when another process was faster. */
export async function recoverRun(scope: Scope, { runId, policy }: RecoverRunRequest): Promise<StartedRun | undefined> {
  const lease = { owner: scope.processName, expiresAt: scope.leaseUntil() };
  if (!(await scope.stores.runs.claim(runId, lease))) return undefined;
  const row = await scope.stores.runs.get(runId);
  try {
    if (policy === 'fail' || row.stopRequestedAt !== null) throw interrupted(row.stopRequestedAt !== null);
    return await goOn(scope, await loadRun(scope, row), {});
  } catch (error) {
    // Whatever it is, the run may not stay "running" for ever.
    await endUnrecoverable(scope, runId, error);
    return undefined;
  }
}

function interrupted(isStop: boolean): KnownError {
  return isStop
    ? new KnownError('run_stopped')
    : new KnownError('run_failed', { message: 'The process that executed the run ended.' });
}

async function endUnrecoverable(scope: Scope, runId: WorkflowRunId, error: unknown): Promise<void> {
  const isStop = error instanceof KnownError && error.code === 'run_stopped';
  const text = isStop
    ? 'Stopped by user.'
    : `The run was interrupted and cannot go on: ${error instanceof Error ? error.message : error}`;
  await scope.stores.runs.record({
    runId,
    leaseOwner: scope.processName,
    runPatch: {
      status: isStop ? 'stopped' : 'failed',
      error: text,
      finishedAt: scope.clock.now(),
      leaseOwner: null,
      leaseExpiresAt: null,
    },
  });
}
