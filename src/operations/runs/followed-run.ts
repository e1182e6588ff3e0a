import { noUsage, type RunEvent } from '../../engine/index.ts';
import type { WorkflowRunId } from '../../kernel/index.ts';
import type { RunHandle, RunOutcome, ToldEvent } from '../../runs/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { followRun } from './follow-run.ts';
import { requestStop } from './stop-run.ts';

/** A run as its reader needs it, whichever process executes it. */
export type FollowedRunHandle = Omit<RunHandle, 'pause' | 'abandon' | 'firstSequence' | 'past'>;

export interface FollowedRunRequest {
  readonly runId: WorkflowRunId;
  /** Events after this place. */
  readonly after: number;
}

/** A run that another process executes: its events come from the records, and to stop it is asked of that process. */
export async function openFollowedRun(scope: Scope, { runId, after }: FollowedRunRequest): Promise<FollowedRunHandle> {
  const row = await scope.stores.runs.get(runId);
  const app = await scope.stores.apps.get(row.appId);
  const { signal } = new AbortController(); // the run's end ends it
  const request = { app, runId, after, until: 'pause', signal } as const;
  const { facts } = await followRun(scope, request);
  const done = Promise.withResolvers<RunOutcome>();
  return {
    facts,
    done: done.promise,
    events: () => untilEnd(scope, request, done.resolve),
    // Whoever stops a run that has ended meanwhile has what they want.
    stop: () => void requestStop(scope, { runId }).catch(() => {}),
  };
}

async function* untilEnd(
  scope: Scope,
  request: Parameters<typeof followRun>[1],
  onEnd: (outcome: RunOutcome) => void,
): AsyncGenerator<ToldEvent> {
  for await (const numbered of (await followRun(scope, request)).events) {
    if (isEnd(numbered.event)) onEnd(numbered.event);
    yield numbered;
  }
  onEnd(endOf(await scope.stores.runs.get(request.runId)));
}

function isEnd(event: RunEvent): event is RunOutcome {
  return event.type === 'run-finished' || event.type === 'run-paused';
}

/** For a run whose last event could not be recorded: what its row says. */
function endOf({
  status,
  error,
  finishedAt,
  createdAt,
  elapsedTime,
  totalSteps,
  exceptionsCount,
}: WorkflowRun): RunOutcome {
  return {
    ...{ type: 'run-finished', at: finishedAt ?? createdAt, outputs: {}, usage: noUsage },
    status: status === 'stopped' || status === 'succeeded' || status === 'partial-succeeded' ? status : 'failed',
    ...(error !== null && { error }),
    ...{ elapsedSeconds: elapsedTime, totalSteps, exceptionsCount },
  };
}
