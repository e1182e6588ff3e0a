import type { AppId, IdSource, NodeExecutionId, WorkflowId, WorkflowRunId } from '../../src/kernel/index.ts';
import { systemClock } from '../../src/platform/clock/index.ts';
import type { RunBatch } from '../../src/storage/index.ts';

/** A run of three nodes as the recorder hands it over: a run, three nodes and one row of events, five inserts. */
export function recordedRun(appId: AppId, ids: IdSource): RunBatch {
  const runId = ids.next() as WorkflowRunId;
  const nodes = ['start', 'template-transform', 'end'].map((nodeType, index) => ({
    id: ids.next() as NodeExecutionId,
    index: index + 1,
    nodeId: `node-${index}`,
    nodeType,
    title: nodeType,
    inputs: { query: 'What is the answer?' },
    outputs: { output: 'Forty-two, as everybody knows.' },
    status: 'succeeded' as const,
    createdAt: systemClock.now(),
    finishedAt: systemClock.now(),
  }));
  const lines = Array.from({ length: 8 }, (_, index) =>
    JSON.stringify({ event: 'node_finished', task_id: runId, data: { id: index, text: 'x'.repeat(300) } }),
  );
  const events = { sequence: 1, count: lines.length, text: lines.join('\n') };
  const run = {
    ...{
      appId,
      workflowId: ids.next() as WorkflowId,
      type: 'workflow' as const,
      triggeredFrom: 'app-run',
      version: '1',
    },
    ...{ status: 'succeeded' as const, inputs: { query: 'What?' }, outputs: { text: 'Forty-two' } },
    ...{ createdBy: 'somebody', createdByRole: 'end_user' as const },
  };
  return { runId, run, events, nodeExecutions: nodes };
}
