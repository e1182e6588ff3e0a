import type { TaskId } from '../../kernel/index.ts';
import type { Scope } from '../scope.ts';

/** Stops a run by its task, wherever it is executed. An unknown task, or somebody else's, is left alone in silence. */
export async function stopRun(
  scope: Pick<Scope, 'stores' | 'runs' | 'caller'>,
  request: { readonly taskId: TaskId },
): Promise<void> {
  const row = await scope.stores.runs.findByTask(request.taskId);
  if (!row) return;
  const { actor } = scope.caller;
  if (actor.kind === 'end-user' && (row.createdBy !== actor.endUserId || row.appId !== actor.appId)) return;
  const live = scope.runs.findByTask(request.taskId);
  if (live) live.stop();
  else await scope.stores.runs.requestStop(row.id);
}
