import { type RunEvent, recordEvents } from '../../../src/engine/index.ts';
import type { ConversationId, MessageId, TaskId, WorkflowId, WorkflowRunId } from '../../../src/kernel/index.ts';
import { recoverRun } from '../../../src/operations/index.ts';
import type { Served, ServedApp } from './served-apps.ts';

/** What is left of a chat whose process died: the run's first events, and a lease that nobody renews. */
export interface AbandonedRun {
  readonly runId: WorkflowRunId;
  readonly messageId: MessageId;
  /** Has another process take it over; resolves when it has ended. */
  recover(): Promise<void>;
}

export async function abandonRun(
  { instance }: Served,
  { id }: ServedApp,
  left: { readonly query: string; readonly events: readonly RunEvent[] },
): Promise<AbandonedRun> {
  const scope = await instance.localScope({ user: 'tests' });
  const app = await scope.stores.apps.get(id);
  const { next } = scope.ids;
  const [runId, messageId, conversationId] = [next(), next(), next()] as [WorkflowRunId, MessageId, ConversationId];
  const from = { inputs: {}, fromSource: 'api' } as const;
  await scope.stores.runs.record({
    runId,
    run: {
      ...{ appId: id, type: 'chat', triggeredFrom: 'app-run', version: 'config', status: 'running' },
      workflowId: (app.appModelConfigId ?? app.workflowId) as WorkflowId,
      taskId: next() as TaskId,
      inputs: { 'sys.query': left.query, 'sys.user_id': 'tests' },
      ...{ createdBy: 'tests', createdByRole: 'end_user', leaseOwner: 'a dead process', leaseExpiresAt: 1 },
    },
    conversation: { id: conversationId, mode: app.mode, ...from },
    message: { id: messageId, conversationId, query: left.query, workflowRunId: runId, ...from },
    events: { sequence: 1, count: left.events.length, text: recordEvents(left.events) },
  });
  return {
    ...{ runId, messageId },
    async recover() {
      await recoverRun(scope, { runId, policy: 'continue' }); // unless the server was faster
      while ((await scope.stores.runs.get(runId)).finishedAt === null) await new Promise(setImmediate);
    },
  };
}

/** The beginning of any run. */
export const begun: RunEvent = { type: 'run-started', at: 1, reason: 'initial', rootNodeId: 'start' };
