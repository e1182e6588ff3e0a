import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { App, WorkflowRun } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/** A recorded run of an app. */
export async function getRun(
  scope: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly runId: WorkflowRunId },
): Promise<WorkflowRun> {
  const run = await scope.stores.runs.find(request.runId);
  if (run?.appId === request.app.id) return run;
  throw new KnownError('not_found', { message: 'Workflow run not found.' });
}
