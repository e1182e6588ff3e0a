import { addUsage, noUsage, type RunFinished } from '../../engine/index.ts';
import { createRunRecorder, type NumberedEvent } from '../../runs/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { factsOfRow, historyOf } from './plan/stored-plan.ts';
import { openForms } from './run-history.ts';

export interface RunEnd {
  readonly status: 'failed' | 'stopped';
  readonly error: string;
}

/**
 * Ends a recorded run whose lease the caller holds, without executing anything: its last event says why, so that whoever
 * follows it reaches an end. Forms that wait are closed.
 */
export async function endRun(
  scope: Pick<Scope, 'stores' | 'ids' | 'clock' | 'createdBy' | 'processName' | 'formToken'>,
  row: WorkflowRun,
  end: RunEnd,
): Promise<void> {
  const app = await scope.stores.apps.get(row.appId);
  const history = await historyOf(scope, row);
  const recorder = createRunRecorder({
    stores: scope.stores,
    facts: await factsOfRow(scope, app, row),
    leaseOwner: scope.processName,
    formToken: scope.formToken,
    describeVariable: () => undefined, // no node ends here
    earlier: history.map(({ event }) => event),
  });
  const sequence = (history.at(-1)?.sequence ?? 0) + 1;
  await recorder.append([{ sequence, event: lastEvent(history, end, scope.clock.now()) }]);
  for (const { formId } of openForms(history)) await scope.stores.forms.close(formId, 'expired');
}

/** What is known of the whole run from the events that were recorded. */
function lastEvent(history: readonly NumberedEvent[], { status, error }: RunEnd, at: number): RunFinished {
  const events = history.map(({ event }) => event);
  const finished = events.flatMap((event) => (event.type === 'node-finished' ? [event] : []));
  const [first] = events;
  return {
    ...{ type: 'run-finished', at, status, error, outputs: {} },
    errorCode: status === 'stopped' ? 'run_stopped' : 'run_failed',
    exceptionsCount: finished.filter((event) => event.status === 'exception').length,
    totalSteps: finished.length,
    // what a container used is the sum of its nodes, and at the top it stands for them
    usage: finished.reduce(
      (sum, { frame, usage }) => (frame.length > 0 || !usage ? sum : addUsage(sum, usage)),
      noUsage,
    ),
    elapsedSeconds: first ? (at - first.at) / 1000 : 0,
  };
}
