import type { FormRequested } from '../../engine/index.ts';
import { KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import { requireMember } from '../members/require-member.ts';
import { historyOf } from '../runs/plan/stored-plan.ts';
import { openForms } from '../runs/run-history.ts';
import type { Scope } from '../scope.ts';
import { keptAnswers } from './form-answers.ts';

/** The forms that a stored run waits for, in the order they were asked; at least one, else it is refused. */
export async function listWaitingForms(
  scope: Pick<Scope, 'stores' | 'caller'>,
  { runId }: { readonly runId: WorkflowRunId },
): Promise<FormRequested[]> {
  requireMember(scope.caller);
  const row = await scope.stores.runs.get(runId);
  if (row.status !== 'paused') throw notWaiting(row, `it is ${row.status}`);
  const answered = await keptAnswers(scope, runId);
  const forms = openForms(await historyOf(scope, row)).filter(({ formId }) => !answered.has(formId));
  if (forms.length === 0) throw notWaiting(row, 'what it asked is answered');
  return forms;
}

export function notWaiting({ id }: WorkflowRun, why: string): KnownError {
  return new KnownError('run_not_resumable', { message: `Run ${id} does not wait for anybody: ${why}.` });
}
