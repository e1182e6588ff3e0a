import type { Instance } from '../../../src/instance/index.ts';
import type { AppId, WorkflowId, WorkflowRunId } from '../../../src/kernel/index.ts';

/** Records a run of an app as another process does that executes it. */
export async function runElsewhere(instance: Instance, appId: AppId, leaseExpiresAt: number): Promise<void> {
  const { stores, ids } = await instance.localScope({ user: 'tests' });
  const next = <Id extends string>() => ids.next() as Id;
  await stores.runs.record({
    runId: next<WorkflowRunId>(),
    run: {
      ...{ appId, type: 'workflow', triggeredFrom: 'app-run', version: '1', status: 'running' },
      ...{ workflowId: next<WorkflowId>(), createdBy: ids.next(), createdByRole: 'account' },
      ...{ leaseOwner: 'another process', leaseExpiresAt, createdAt: Date.now() },
    },
  });
}
