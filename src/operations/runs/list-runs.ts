import type { AppId } from '../../kernel/index.ts';
import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { NodeExecution, RunStatus, WorkflowRun } from '../../storage/index.ts';
import { requireMember } from '../members/require-member.ts';
import type { Scope } from '../scope.ts';

export interface ListRunsRequest {
  readonly appId?: AppId;
  readonly status?: RunStatus;
  /** Milliseconds since the Unix epoch. */
  readonly from?: number;
  /** How many in all. */
  readonly limit: number;
}

/** Runs of the workspace, newest first. */
export async function listRuns(
  { stores, caller }: Pick<Scope, 'stores' | 'caller'>,
  { limit, ...filter }: ListRunsRequest,
): Promise<readonly WorkflowRun[]> {
  requireMember(caller);
  const runs: WorkflowRun[] = [];
  for (let hasMore = true; hasMore && runs.length < limit; ) {
    const page = await stores.runs.list(filter, { after: runs.at(-1), limit: limit - runs.length });
    runs.push(...page.items);
    hasMore = page.hasMore;
  }
  return runs;
}

/** A run and what its nodes did. */
export async function showRun(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: { readonly runId: WorkflowRunId },
): Promise<{ readonly run: WorkflowRun; readonly nodes: readonly NodeExecution[] }> {
  requireMember(scope.caller);
  const run = await scope.stores.runs.find(request.runId);
  if (!run)
    throw new KnownError('not_found', {
      message: `There is no run ${request.runId}.`,
      hint: 'dify runs list shows what there is.',
    });
  return { run, nodes: await scope.stores.runs.listNodeExecutions(run.id) };
}
