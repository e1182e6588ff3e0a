import type { FormAnswer } from '../../engine/index.ts';
import type { NumberedEvent } from '../../runs/index.ts';
import type { Scope } from '../scope.ts';
import { launch } from './plan/run-plan.ts';
import type { StartedRun } from './run-app.ts';

export interface ContinueRunRequest {
  /** A run of this process that has paused. */
  readonly run: StartedRun;
  /** By node id. */
  readonly answers: Readonly<Record<string, FormAnswer>>;
}

/** Goes on with a paused run that nothing but this process remembers. */
export async function continueRun(scope: Scope, { run, answers }: ContinueRunRequest): Promise<StartedRun> {
  const history: NumberedEvent[] = [];
  for await (const event of run.handle.events()) history.push(event);
  return { plan: run.plan, handle: launch(scope, run.plan, undefined, { history, answers }) };
}
