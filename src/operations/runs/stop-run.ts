import { type Caller, KnownError, type TaskId, type WorkflowRunId } from '../../kernel/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import { requireMember } from '../members/require-member.ts';
import type { Scope } from '../scope.ts';
import { endRun } from './end-run.ts';

type Needs = Pick<
  Scope,
  'stores' | 'runs' | 'caller' | 'ids' | 'clock' | 'createdBy' | 'processName' | 'leaseUntil' | 'formToken'
>;

/** Stops a run by its task, wherever it is executed. An unknown task, or somebody else's, is left alone in silence. */
export async function stopRun(scope: Needs, request: { readonly taskId: TaskId }): Promise<void> {
  const row = await scope.stores.runs.findByTask(request.taskId);
  if (!row) return;
  if (mayStop(row, scope.caller)) await stop(scope, row);
}

function mayStop({ createdBy, appId }: WorkflowRun, { actor }: Caller): boolean {
  if (actor.kind === 'end-user') return createdBy === actor.endUserId && appId === actor.appId;
  return actor.kind !== 'holder';
}

/** Stops a run of the workspace, or says why there is nothing to stop. */
export async function requestStop(scope: Needs, request: { readonly runId: WorkflowRunId }): Promise<void> {
  requireMember(scope.caller);
  const row = await scope.stores.runs.find(request.runId);
  if (!row) {
    throw new KnownError('not_found', {
      message: `There is no run ${request.runId}.`,
      hint: 'dify runs list shows what there is.',
    });
  }
  if (row.finishedAt !== null)
    throw new KnownError('conflict', { message: `Run ${row.id} has ended already: it is ${row.status}.` });
  await stop(scope, row);
}

/** Here, by the process that executes it, or at once when nobody does: it waits for a person, or its process is gone. */
async function stop(scope: Needs, row: WorkflowRun): Promise<void> {
  const live = scope.runs.findByRun(row.id);
  if (live) return live.stop();
  await scope.stores.runs.requestStop(row.id);
  const lease = { owner: scope.processName, expiresAt: scope.leaseUntil() };
  if (!(await scope.stores.runs.claim(row.id, lease))) return;
  await endRun(scope, await scope.stores.runs.get(row.id), { status: 'stopped', error: 'Stopped by user.' });
}
